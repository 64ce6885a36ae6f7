/**
 * The program of a case: makes the recorded calls on our HTTPClient, and logs what the recording logged of Godot's.
 *
 * Here is what was a GDScript program when the cases were recorded. It knows no server and compares nothing.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GodotError, HTTPClient, StreamPeerTCP, errorName } from '#src/godot/index.js';
import { Method, ResponseCode, Status } from '#src/godot/index.js';
import { readLiteral } from './gdscript-literal.js';
import type { ClientStep, LogEntry } from './recording.js';
import { tlsArgument } from './tls-argument.js';

type Step<Op extends ClientStep['op']> = Extract<ClientStep, { op: Op }>;
type Fields = Readonly<Record<string, unknown>>;

const POLL_MS = 2;
const EMPTY_MS = 4;

const statusNames = Object.keys(Status).map((name) => name.slice('STATUS_'.length));

/**
 * @param trusted - PEM of the authority the program trusts, or null for the usual ones.
 * @param watch - Hears of each entry of the log when it is made.
 */
export async function play(
  steps: readonly ClientStep[],
  trusted: string | null,
  watch?: (entry: LogEntry) => void,
): Promise<LogEntry[]> {
  const log: LogEntry[] = [];
  const program = new Program(trusted, (entry) => {
    log.push(entry);
    watch?.(entry);
  });
  try {
    for (const [index, step] of steps.entries()) await program.run(step, index);
    return log;
  } finally {
    // A request that the last step made has left by then.
    await sleep(15);
    program.end();
  }
}

class Program {
  readonly #client = new HTTPClient();
  readonly #trusted: string | null;
  readonly #watch: (entry: LogEntry) => void;
  #index = 0;
  #op = '';

  constructor(trusted: string | null, watch: (entry: LogEntry) => void) {
    this.#trusted = trusted;
    this.#watch = watch;
  }

  end(): void {
    this.#client.close();
  }

  async run(step: ClientStep, index: number): Promise<void> {
    this.#index = index;
    this.#op = step.op;
    switch (step.op) {
      case 'poll':
        return this.#poll(step);
      case 'poll_while':
        return this.#pollWhile(step);
      case 'wait':
        return this.#wait(step);
      case 'read_body':
        return this.#readBody(step);
      case 'set_connection_tcp':
        return this.#setConnection(step);
      default:
        this.#call(step);
    }
  }

  /** The steps that are one call and take no time. */
  #call(step: Exclude<ClientStep, Step<'poll' | 'poll_while' | 'wait' | 'read_body' | 'set_connection_tcp'>>): void {
    const client = this.#client;
    switch (step.op) {
      case 'connect':
        this.#out({ err: this.#connect(step) });
        return;
      case 'request':
      case 'request_raw':
        this.#out({ err: errorName(this.#request(step)) });
        return;
      case 'response':
        this.#out(this.#response(step));
        return;
      case 'state':
        this.#out(this.#state());
        return;
      case 'read_chunk':
        this.#readChunk(step);
        return;
      case 'close':
        client.close();
        this.#out({});
        return;
      case 'set':
        Object.assign(client, { [step.property]: step.value });
        this.#note({ property: step.property, now: client[step.property] });
        return;
      case 'get':
        this.#note({ property: step.property, now: client[step.property] });
        return;
      case 'connection':
        this.#note({ class: client.connection?.constructor.name ?? 'null' });
        return;
      case 'query':
        this.#note({ expr: step.expr, result: query(client, step.expr) });
        return;
      case 'enums':
        this.#note(constants());
    }
  }

  #connect(step: Step<'connect'>): string {
    if (step.args === 1) return errorName(this.#client.connect_to_host(step.host));
    const ssl = step.ssl === true || /^https:/i.test(step.host);
    const options = tlsArgument(ssl, step.verify !== false, this.#trusted);
    return errorName(this.#client.connect_to_host(step.host, step.port, options));
  }

  #request(step: Step<'request' | 'request_raw'>): GodotError {
    const method =
      typeof step.method === 'number' ? step.method : Method[`METHOD_${step.method}` as keyof typeof Method];
    const headers = step.headers ?? [];
    if (step.op === 'request_raw') {
      const body = new Uint8Array(Buffer.from(step.body_b64, 'base64'));
      return this.#client.request_raw(method as Method, step.url, headers, body);
    }
    const [text, count] = step.body_repeat ?? [step.body ?? '', 1];
    return this.#client.request(method as Method, step.url, headers, text.repeat(count));
  }

  async #poll(step: Step<'poll'>): Promise<void> {
    for (let i = 0; i < (step.times ?? 1); i++) {
      this.#out({ err: errorName(this.#client.poll()) });
      if (step.gap !== undefined) await sleep(step.gap);
    }
  }

  async #pollWhile(step: Step<'poll_while'>): Promise<void> {
    const began = performance.now();
    let before = this.#status();
    let lastError = 'OK';
    while (step.while.includes(this.#status())) {
      const err = errorName(this.#client.poll());
      if (this.#status() !== before || err !== lastError) this.#out({ err });
      before = this.#status();
      lastError = err;
      if (performance.now() - began > (step.max_ms ?? 4000)) {
        this.#out({ timeout: true });
        return;
      }
      await sleep(POLL_MS);
    }
  }

  async #wait(step: Step<'wait'>): Promise<void> {
    const before = this.#status();
    await sleep(step.ms);
    if (this.#status() !== before) this.#out({});
  }

  /** Pattern `docs`: a poll before each read, as in the manual. Pattern `read`: reads alone. */
  async #readBody(step: Step<'read_body'>): Promise<void> {
    const gap = step.gap ?? EMPTY_MS;
    const began = performance.now();
    const chunks: Uint8Array[] = [];
    let lastError = 'OK';
    let before = this.#status();
    let timeout = false;
    while (this.#status() === 'BODY' && !timeout) {
      if (step.pattern !== 'read') {
        const err = errorName(this.#client.poll());
        if (this.#status() !== before || err !== lastError) this.#out({ ev: 'poll', err });
        before = this.#status();
        lastError = err;
      }
      const chunk = this.#client.read_response_body_chunk();
      if (chunk.length > 0) chunks.push(chunk);
      if (this.#status() !== before) this.#out({ ev: 'read', chunk: chunk.length });
      before = this.#status();
      if (chunk.length > 0 && gap <= EMPTY_MS) continue;
      timeout = performance.now() - began > (step.max_ms ?? 2500);
      if (!timeout) await sleep(gap);
    }
    const body = Buffer.concat(chunks);
    this.#out({ chunks: chunks.map(({ length }) => length), ...contents(body), ...(timeout ? { timeout } : {}) });
  }

  async #setConnection(step: Step<'set_connection_tcp'>): Promise<void> {
    const tcp = new StreamPeerTCP();
    const err = errorName(tcp.connect_to_host(step.host, step.port));
    await sleep(50);
    tcp.get_status();
    this.#client.set_connection(tcp);
    this.#out({ err });
  }

  #response(step: Step<'response'>): Fields {
    const client = this.#client;
    const has_response = client.has_response();
    const headers = client.get_response_headers();
    const headers_dict = { ...client.get_response_headers_as_dictionary() };
    let fields: Fields = { headers, headers_dict };
    if (step.header !== undefined) fields = { header_prefix: headers[step.header]?.slice(0, step.chars) };
    else if (step.brief === true) fields = { headers_count: headers.length };
    return {
      ...this.#state(),
      ...fields,
      has_response,
      has_response_after: client.has_response(),
      headers_again: client.get_response_headers().length,
      code_after: client.get_response_code(),
    };
  }

  #state(): Fields {
    const client = this.#client;
    return {
      has_response: client.has_response(),
      code: client.get_response_code(),
      chunked: client.is_response_chunked(),
      body_length: client.get_response_body_length(),
    };
  }

  #readChunk(step: Step<'read_chunk'>): void {
    const chunk = Buffer.from(this.#client.read_response_body_chunk());
    if (step.prefix === undefined) this.#out(contents(chunk));
    else this.#out({ size: chunk.length, prefix: chunk.subarray(0, step.prefix).toString('latin1') });
  }

  #status(): string {
    return statusNames[this.#client.get_status()] ?? '';
  }

  #out(fields: Fields): void {
    this.#note({ ...fields, status: this.#status() });
  }

  #note(fields: Fields): void {
    this.#watch({ step: this.#index, op: this.#op, ...fields });
  }
}

function contents(body: Buffer): Fields {
  const size = body.length;
  if (size > 512) return { size, sha1: createHash('sha1').update(body).digest('hex') };
  return size > 0 ? { size, body: body.toString('latin1') } : { size };
}

function query(client: HTTPClient, expression: string): string {
  const fields = readLiteral(expression);
  return fields === null ? '(no such type in JavaScript)' : client.query_string_from_dict(fields);
}

function constants(): Fields {
  return { status: Status, methods: Method, errors: GodotError, response_codes: ResponseCode };
}
