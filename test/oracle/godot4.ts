/**
 * Where Godot 4 is known to do, case by case, something else than the recorded Godot 3.2.3: what the recording's remarks
 * (`godot4`) say in words, as corrections of its normal form.
 *
 * Only those are here whose outcome is tickwire's too. Where tickwire differs from both, the case is on the page
 * docs/compatibility.md.
 */
import type { NormalForm, StepForm } from './normal-form.js';

type Fields = Readonly<Record<string, unknown>>;
type Correction = (recorded: NormalForm) => NormalForm;

const defaults = ['Accept: */*', 'Host: 127.0.0.1:PORT', 'User-Agent: (ours)'];
const none: Fields = { has_response: false, code: 0, chunked: false, body_length: -1 };
const ok: Fields = { has_response: true, code: 200, chunked: false, body_length: 2 };

function step(index: number, change: Partial<StepForm>): Correction {
  return ({ steps, requests }) => {
    const before = steps.get(index) ?? { op: '', path: [], fields: {} };
    const after = { ...before, ...change, fields: { ...before.fields, ...change.fields } };
    return { requests, steps: new Map(steps).set(index, after) };
  };
}

function without(index: number): Correction {
  return ({ steps, requests }) => ({ requests, steps: new Map([...steps].filter(([at]) => at !== index)) });
}

function requests(...all: readonly unknown[]): Correction {
  return ({ steps }) => ({ steps, requests: all });
}

function sends(start: string, fields: readonly string[] = defaults, body?: string): Correction {
  return requests({ start, fields: [...fields].sort(), ...(body === undefined ? {} : { body }) });
}

function all(...corrections: readonly Correction[]): Correction {
  return (recorded) => corrections.reduce((form, correct) => correct(form), recorded);
}

/** An exchange whose request, step `first`, is refused: nothing is sent, and the status stays CONNECTED. */
function refusedExchange(first: number): Correction {
  return all(
    step(first, { path: ['ERR_INVALID_PARAMETER CONNECTED'] }),
    step(first + 1, { path: ['OK CONNECTED'] }),
    without(first + 3),
    step(first + 4, { path: ['CONNECTED'], fields: { ...none, headers: [], headers_dict: {} } }),
    reads(first + 5, 'CONNECTED'),
    step(first + 6, { path: ['CONNECTED'], fields: none }),
    requests(),
  );
}

/** An exchange whose request, step `first`, is answered by 200 and the two bytes `ok`. */
function answeredExchange(first: number): Correction {
  const headers = { headers: ['Content-Length: 2'], headers_dict: { 'Content-Length': '2' } };
  return all(
    step(first, { path: ['OK REQUESTING'] }),
    step(first + 1, { path: ['OK REQUESTING'] }),
    step(first + 3, { op: 'poll_while', path: ['OK BODY'] }),
    step(first + 4, { path: ['BODY'], fields: { ...ok, ...headers } }),
    step(first + 5, { path: ['then CONNECTED', 'CONNECTED'], fields: { chunks: [2], size: 2, body: 'ok' } }),
    step(first + 6, { path: ['CONNECTED'], fields: ok }),
  );
}

/** An exchange whose request, step `first`, is accepted and ends in CONNECTION_ERROR without an answer. */
function brokenExchange(first: number): Correction {
  return all(
    step(first + 3, { path: ['ERR_CONNECTION_ERROR CONNECTION_ERROR'] }),
    step(first + 4, { path: ['CONNECTION_ERROR'], fields: { ...none, headers: [], headers_dict: {} } }),
    reads(first + 5, 'CONNECTION_ERROR'),
    step(first + 6, { path: ['CONNECTION_ERROR'], fields: none }),
    requests(),
  );
}

/** A `read_body` that reads nothing. */
function reads(index: number, status: string): Correction {
  const nothing = { op: 'read_body', path: [status], fields: { chunks: [], size: 0 } };
  return ({ steps, requests: sent }) => ({ requests: sent, steps: new Map(steps).set(index, nothing) });
}

/** A length is a 64-bit number. */
function length(bytes: number): Correction {
  return all(step(6, { fields: { body_length: bytes } }), step(8, { fields: { body_length: bytes } }));
}

const getOne = { fields: defaults, start: 'GET /one HTTP/1.1' };
const result = (text: string): Partial<StepForm> => ({ fields: { result: text } });

const corrections: Readonly<Record<string, Correction>> = {
  // The default of read_chunk_size is 65536.
  fresh_client: step(1, { fields: { now: 65536 } }),
  chunk_size_limits: step(0, { fields: { now: 65536 } }),
  chunk_size_default_10000: step(7, { fields: { chunks: [10000] } }),
  len_10000_fin: step(7, { fields: { chunks: [10000] } }),

  // The default port also holds for addresses.
  connect_port_default_ip: all(step(2, { path: ['OK CONNECTED'] }), step(3, { path: ['CONNECTED'] })),
  connect_port_minus_1_ip: all(
    step(2, { path: ['OK CONNECTED'] }),
    answeredExchange(3),
    sends('GET / HTTP/1.1', ['Accept: */*', 'Host: 127.0.0.1', 'User-Agent: (ours)']),
  ),

  // A chunk in blocking mode holds what was received, and nothing behind it.
  blocking_connection_close: step(6, { fields: { size: 5 } }),

  // Targets and headers are checked.
  error_check_order: all(
    step(5, { path: ['ERR_INVALID_PARAMETER CONNECTED'] }),
    step(6, { path: ['CONNECTED'], fields: none }),
    requests(),
  ),
  req_options_star: all(answeredExchange(2), sends('OPTIONS * HTTP/1.1')),
  req_connect_path: refusedExchange(2),
  req_connect_ok_with_length: refusedExchange(2),
  req_header_no_colon: refusedExchange(2),
  req_header_empty_string: refusedExchange(2),
  req_header_blank_string: refusedExchange(2),
  req_header_colon_first: refusedExchange(2),

  // A Host of the program's own replaces the default one.
  req_header_host: sends('GET / HTTP/1.1', ['Accept: */*', 'Host: example.org', 'User-Agent: (ours)']),
  req_header_host_lowercase: sends('GET / HTTP/1.1', ['Accept: */*', 'User-Agent: (ours)', 'host: example.org']),
  req_header_overrides_odd_case: sends(
    'POST / HTTP/1.1',
    ['ACCEPT: b', 'HOST: c', 'content-length: 1', 'uSER-aGENT: a'],
    'x',
  ),

  // A closed connection is noticed before anything is written into it.
  req_after_server_closed_idle_no_poll: requests(getOne),
  req_after_server_reset_idle_no_poll: all(step(10, { path: ['OK REQUESTING'] }), step(11, { path: ['REQUESTING'] })),

  len_int32_max_plus_1: length(2147483648),
  len_uint32_max: length(4294967295),
  len_2pow32_plus_5: length(4294967301),

  query_bools: all(step(0, result('a=true&b=false')), step(1, result('a=true&a=false'))),
  query_reserved: step(6, result('a=line1%0D%0Aline2%09.')),

  // An http:// in front of the host drops the TLS options.
  tls_http_prefix_with_ssl: all(brokenExchange(3), step(11, { fields: none })),
  tls_version_1_3_only: all(step(1, { path: ['OK CONNECTED'] }), step(2, { path: ['CONNECTED'] })),

  // A byte that is no UTF-8 does not end the head.
  hdr_latin1_value: all(
    step(5, { path: ['OK BODY'] }),
    step(6, { path: ['BODY'], fields: { body_length: 5 } }),
    step(7, { path: ['then CONNECTED', 'CONNECTED'], fields: { chunks: [5], size: 5, body: 'hello' } }),
    step(8, { fields: { body_length: 5 } }),
  ),
};

export const correctedCases = Object.keys(corrections);

export function correctionsOfGodot4(name: string, recorded: NormalForm): NormalForm {
  return corrections[name]?.(recorded) ?? recorded;
}
