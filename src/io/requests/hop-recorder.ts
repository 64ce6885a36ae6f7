/**
 * Tells the caller of each hop of one request, as it goes on. A request that records nothing has none.
 *
 * A hop is told anew, whole, each time something is known of it: when it went out, when its answer's head came, and when it
 * is over.
 */
import type { ResponseHead } from '../../http1/index.js';
import {
  RequestEvent,
  Slot,
  readSteps,
  type HTTPHopConnection,
  type HTTPRequestHop,
  type ServiceEnd,
} from '../../link/index.js';
import type { Hop } from './redirects.js';

export class HopRecorder {
  readonly #end: ServiceEnd;
  readonly #instance: number;
  readonly #handle: number;
  readonly #read: (field: number) => number;
  #index = -1;
  /** The hop that is under way. */
  #hop: HTTPRequestHop | null = null;

  /** @param read - Gives a number of the request's slot. */
  constructor(end: ServiceEnd, instance: number, handle: number, read: (field: number) => number) {
    this.#end = end;
    this.#instance = instance;
    this.#handle = handle;
    this.#read = read;
  }

  /** A connection is made for it. */
  begin({ method, url, body }: Hop): void {
    this.#index++;
    this.#hop = {
      method,
      url,
      cached: false,
      connection: null,
      requestHead: '',
      requestBodySize: body?.length ?? 0,
      status: 0,
      responseHead: '',
      responseBodySize: 0,
      timings: null,
    };
  }

  /** It has a connection, which may turn out to be one that is refused. */
  connected(connection: HTTPHopConnection): void {
    if (this.#hop !== null) this.#hop = { ...this.#hop, connection };
  }

  /** What its connection showed in the TLS handshake was refused. */
  refused(code: string): void {
    const connection = this.#hop?.connection;
    if (connection?.tls) this.connected({ ...connection, tls: { ...connection.tls, problem: code } });
  }

  /** It goes out. */
  sent(hop: Hop, requestHead: string, connection: HTTPHopConnection): void {
    if (this.#hop === null) this.begin(hop);
    this.#tell({ requestHead, connection });
  }

  /** The head of its answer has come. */
  answered(head: ResponseHead): void {
    const line = `HTTP/1.${head.minorVersion} ${head.status} ${head.reason}`.trimEnd();
    const fields = head.names.map((name, index) => `${name}: ${head.values[index] ?? ''}`);
    this.#tell({ status: head.status, responseHead: headText([line, ...fields]) });
  }

  /** The cache answers it. @param lines - The fields, as `Name: value`. */
  cached(hop: Hop, status: number, lines: readonly string[]): void {
    this.over();
    this.begin(hop);
    this.#tell({ cached: true, status, responseHead: headText([`HTTP/1.1 ${status}`, ...lines]) });
    this.#hop = null;
  }

  /** It is over, one way or the other. */
  over(): void {
    if (this.#hop === null) return;
    this.#tell({ timings: readSteps(this.#read), responseBodySize: this.#read(Slot.RECEIVED) });
    this.#hop = null;
  }

  #tell(news: Partial<HTTPRequestHop>): void {
    if (this.#hop === null) return;
    this.#hop = { ...this.#hop, ...news };
    this.#end.post([RequestEvent.HOP, this.#instance, this.#handle, this.#index, this.#hop]);
  }
}

function headText(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`;
}
