/**
 * What is compared of a case: its log step by step, and its requests, with everything left out that may differ always.
 *
 * This is the one place of the general differences (docs/compatibility.md, "In every case"): both the recording and our
 * own log go through `normalForm`, the recording through `asGodot4` before that.
 */
import type { Outcome } from './playing.js';
import type { LogEntry, RecordedRequest } from './recording.js';

/** What one step showed. */
export interface StepForm {
  readonly op: string;
  /** Errors and statuses in the order they came. */
  readonly path: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface NormalForm {
  readonly steps: ReadonlyMap<number, StepForm>;
  /** Each request as its start line, its set of fields and its body. */
  readonly requests: readonly unknown[];
}

/** Steps after which a response before is forgotten: a connect always, the others when they were accepted. */
const forgets = (entry: LogEntry): boolean =>
  entry.op === 'connect' || (/^request|^set_connection/.test(entry.op) && entry.err === 'OK');

/** Turns what was recorded of Godot 3 into what Godot 4 and tickwire's promise about the getters make of it. */
export function asGodot4(recorded: Outcome): Outcome {
  const log = JSON.parse(JSON.stringify(recorded.log).replaceAll('SSL_HANDSHAKE', 'TLS_HANDSHAKE')) as LogEntry[];
  return { log: keepingTheResponse(log), requests: recorded.requests };
}

/**
 * Godot's header getters empty the list, and `close()` and errors forget the response. Ours keep it until the next
 * `connect_to_host` or request that was accepted.
 */
function keepingTheResponse(log: readonly LogEntry[]): LogEntry[] {
  let getters: Partial<LogEntry> = {};
  let headers: Partial<LogEntry> = {};
  return log.map((entry) => {
    if (forgets(entry)) {
      getters = {};
      headers = {};
    }
    if (entry.op !== 'response' && entry.op !== 'state') return entry;
    if (entry.has_response === true) {
      getters = pick(entry, ['has_response', 'code', 'chunked', 'body_length']);
      if ('headers' in entry) headers = pick(entry, ['headers', 'headers_dict']);
    }
    const answer = { ...entry, ...getters, ...('headers' in entry ? headers : {}) };
    return { ...answer, has_response_after: answer.has_response, code_after: answer.code } as LogEntry;
  });
}

/** Steps that show how fast a machine is: whether a handshake is over after 30 ms. */
const unsettled: Readonly<Record<string, number>> = { tls_close_during_handshake: 2 };

export function normalForm(name: string, outcome: Outcome): NormalForm {
  const steps = new Map<number, { op: string; path: string[]; fields: Record<string, unknown> }>();
  let chunked = false;
  for (const entry of outcome.log) {
    const { step = -1, op, status } = entry;
    // Whether a poll meets the moment between a name's address and the connection depends on timing.
    if (op === 'poll_while' && status === 'CONNECTING' && entry.err === 'OK') continue;
    if (step === unsettled[name]) continue;
    chunked ||= entry.chunked === true;
    const form = steps.get(step) ?? { op, path: [], fields: {} };
    steps.set(step, form);
    form.path.push(pathEntry(entry));
    // Godot hands out a chunked body chunk by chunk, tickwire what has arrived.
    Object.assign(form.fields, fieldsOf(entry, chunked ? ['chunks'] : []));
  }
  return { steps, requests: outcome.requests.flatMap(requestForm) };
}

/** Error and status. Whether poll() or a read finds the end of a body, or its fault, depends on which comes first. */
function pathEntry({ err, ev, timeout, status = '' }: LogEntry): string {
  if (ev !== undefined) return `then ${status}`;
  if (timeout === true) return `timeout ${status}`;
  return err === undefined ? status : `${err} ${status}`;
}

const inPath = ['step', 'op', 'status', 'err', 'ev', 'timeout'];

/** The size of the last chunk before the status changed, and what is said about the engine, tell nothing new. */
const nothingNew = ['chunk', 'headers_again', 'note', 'version'];

function fieldsOf(entry: LogEntry, more: readonly string[]): Partial<LogEntry> {
  const left = [...inPath, ...nothingNew, ...more];
  if (entry.has_response_after === entry.has_response) left.push('has_response_after');
  if (entry.code_after === entry.code) left.push('code_after');
  const names = Object.keys(entry).filter((name) => !left.includes(name));
  return pick(entry, names);
}

function pick(entry: LogEntry, names: readonly string[]): Partial<LogEntry> {
  return Object.fromEntries(names.filter((name) => name in entry).map((name) => [name, entry[name]]));
}

/** A connection on which nothing was sent is not compared: whether it stood before `close()` depends on timing. */
function requestForm(request: RecordedRequest): unknown[] {
  if ('omitted' in request) return [request.omitted];
  if ('latin1' in request) return isTls(request.latin1) ? ['TLS ClientHello'] : messages(request.latin1);
  return [...messages(request.head_latin1), { size: request.body_size, sha1: request.body_sha1 }];
}

/** Whether bytes begin with a TLS handshake record. */
const isTls = (text: string): boolean => text.startsWith('\x16\x03');

/** The requests in the bytes of a connection. The order of the fields differs between Godot 3, 4 and tickwire. */
function messages(text: string): unknown[] {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return text === '' ? [] : [text];
  const [start, ...fields] = text.slice(0, end).split('\r\n');
  const length = Number(/^content-length:\s*(\d+)/im.exec(fields.join('\n'))?.[1] ?? 0);
  const body = text.slice(end + 4, end + 4 + length);
  const named = fields.map((field) => field.replace(/^(User-Agent): (GodotEngine|tickwire)\/.*$/, '$1: (ours)'));
  const message = { start, fields: named.sort(), ...(body === '' ? {} : { body }) };
  return [message, ...messages(text.slice(end + 4 + length))];
}
