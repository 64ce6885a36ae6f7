/**
 * What tracing tools are told of a request of an HTTPClient (src/diagnostics/): nothing, and at next to no cost, unless
 * somebody listened when it was sent.
 *
 * HTTPClient finds things out by polling, so these are the times at which it did.
 */
import type { RequestFacts, RequestTrace } from '../diagnostics/request-trace.js';
import type { HTTPRequestTimings } from '../link/index.js';
import type { Connection, ConnectionFault, PreparedRequest, RequestArguments } from './connection.js';
import { isFault } from './fault.js';
import { nameIs } from './header-name.js';
import { headersAsList, type ReceivedResponse } from './received-response.js';

export class ClientTrace {
  readonly #trace: RequestTrace;
  #status = 0;
  #bodySize = 0;
  /** When the head was found; NaN before. */
  #headTime = NaN;

  constructor(trace: RequestTrace) {
    this.#trace = trace;
  }

  /**
   * Tells of a request that may go out.
   *
   * @returns The request as it is to be sent: with the fields that tools added.
   */
  created(asked: RequestArguments, prepared: PreparedRequest, connection: Connection): PreparedRequest {
    let { headers } = asked;
    this.#trace.created((name, value) => {
      headers = [...headers.filter((header) => !nameIs(header, name.toLowerCase())), `${name}: ${value}`];
    });
    if (headers === asked.headers) return prepared;
    const amended = connection.prepare({ ...asked, headers });
    return isFault(amended) ? prepared : amended;
  }

  /** The head of the response was found. */
  head({ code, head }: ReceivedResponse): void {
    this.#status = code;
    this.#headTime = performance.now();
    this.#trace.headers(code, () => headersAsList(head));
  }

  /** The program read bytes of the body. */
  read(bytes: number): void {
    this.#bodySize += bytes;
  }

  /** All of the response was read. */
  completed(): void {
    this.#trace.completed(this.#status, this.#bodySize, this.#timings());
  }

  /** No whole response will come. */
  failed({ message, code, cause, unsent }: ConnectionFault): void {
    const phase = unsent === true ? 'send' : this.#status === 0 ? 'first byte' : 'body';
    this.#trace.failed(this.#status, this.#bodySize, this.#timings(), {
      code,
      phase,
      message,
      ...(cause === undefined ? {} : { cause }),
    });
  }

  /** The program closed the client, or gave it another connection. Of no consequence for a request that is over. */
  cancelled(): void {
    this.#trace.cancelled(this.#status, this.#bodySize);
  }

  #timings(): HTTPRequestTimings {
    const { startTime } = this.#trace;
    const now = performance.now();
    const hasHead = !Number.isNaN(this.#headTime);
    return {
      queue: null,
      resolve: null,
      connect: null,
      tls: null,
      send: null,
      firstByte: hasHead ? this.#headTime - startTime : null,
      body: hasHead ? now - this.#headTime : null,
      total: now - startTime,
      redirects: 0,
    };
  }
}

/** What is told of a request. */
export function requestFacts({ method, url, bodyLength }: RequestArguments, connection: Connection): RequestFacts {
  const shown = connection.urlOf(method, url).replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
  return { interface: 'godot', handle: null, method, url: shown, bodySize: bodyLength };
}
