/**
 * One request with one HTTPClient, advanced at each poll: connect, ask, read, and the times in between.
 */
import { errorName, GodotError, HTTPClient, type Method, type TLSOptions } from '../../godot/index.js';
import type { HTTPRequestHop, HTTPRequestTimings } from '../../steam/index.js';
import { shownUrl } from './exchange.js';
import type { Exchange, ExchangeFailure, HeaderField, RequestPlan, ResponseHead } from './exchange.js';
import type { FetchClock, FetchListener } from './fetcher.js';
import { sentHop } from './godot-hop.js';
import { parsedField, requestHeadText, responseHeadText } from './head-text.js';
import type { HopNews } from './hop-watch.js';

/** How long one poll may read: others want their turn. */
const READ_MS = 4;
const CHUNK_BYTES = 1024 * 1024;

type Phase = 'resolve' | 'connect' | 'first byte' | 'body';

/** What the statuses of HTTPClient mean that end a request. */
const failures: ReadonlyMap<number, { readonly code: string; readonly message: string }> = new Map([
  [
    HTTPClient.STATUS_DISCONNECTED,
    { code: 'CONNECTION_LOST', message: 'the connection was closed before an answer came' },
  ],
  [HTTPClient.STATUS_CANT_RESOLVE, { code: 'RESOLVE_FAILED', message: 'the host name cannot be resolved' }],
  [HTTPClient.STATUS_CANT_CONNECT, { code: 'CONNECT_FAILED', message: 'the connection cannot be made' }],
  [HTTPClient.STATUS_CONNECTION_ERROR, { code: 'CONNECTION_LOST', message: 'the connection broke' }],
  [HTTPClient.STATUS_TLS_HANDSHAKE_ERROR, { code: 'TLS_FAILED', message: 'the TLS handshake failed' }],
]);

/** What to send. */
export interface GodotRequest {
  readonly plan: RequestPlan;
  readonly method: Method;
  readonly headers: readonly HeaderField[];
  /** `host:port` of the proxy between, or null. */
  readonly proxy: string | null;
}

/** One request. */
export class GodotFetch {
  readonly #client: HTTPClient;
  readonly #request: GodotRequest;
  readonly #clock: FetchClock;
  readonly #sentAt: number;
  readonly #begunAt: number;
  readonly #times = new Map<Phase, number>();
  #listener: FetchListener | null = null;
  #phase: Phase = 'resolve';
  #phaseAt: number;
  #movedAt: number;
  #status = -1;
  #head: ResponseHead | null = null;
  #hop: HTTPRequestHop | null = null;
  #size = 0;
  #explanations: string[] = [];

  constructor(client: HTTPClient, request: GodotRequest, clock: FetchClock) {
    this.#client = client;
    this.#request = request;
    this.#clock = clock;
    this.#sentAt = clock.epoch();
    this.#begunAt = this.#phaseAt = this.#movedAt = clock.now();
    client.read_chunk_size = CHUNK_BYTES;
  }

  /** Connects. */
  begin(listener: FetchListener, tls: TLSOptions | null): void {
    this.#listener = listener;
    const { protocol, hostname, port } = new URL(this.#request.plan.url);
    this.#client.connect_to_host(`${protocol}//${hostname}`, port === '' ? -1 : Number(port), tls);
  }

  /** Takes a sentence of HTTPClient about what went wrong. */
  explain(message: string): void {
    this.#explanations.push(message);
  }

  /** Does what can be done now. Returns whether anything happened. */
  poll(): boolean {
    const movedAt = this.#movedAt;
    this.#client.poll();
    this.#noticeStatus();
    const { STATUS_RESOLVING, STATUS_CANT_RESOLVE } = HTTPClient;
    const resolving = this.#status === STATUS_RESOLVING || this.#status === STATUS_CANT_RESOLVE;
    if (this.#phase === 'resolve' && !resolving) this.#enter('connect');
    if (this.#phase === 'connect' && this.#status === HTTPClient.STATUS_CONNECTED) this.#ask();
    if (this.#phase === 'first byte' && this.#client.has_response()) this.#hear();
    if (this.#phase === 'body') this.#read();
    else this.#fail(failures.get(this.#status));
    this.#keepTime();
    return this.#movedAt !== movedAt;
  }

  /** Lets go of the connection. */
  close(): void {
    this.#listener = null;
    this.#client.close();
  }

  #enter(phase: Phase): void {
    this.#times.set(this.#phase, this.#clock.now() - this.#phaseAt);
    this.#phase = phase;
    this.#phaseAt = this.#movedAt = this.#clock.now();
  }

  #noticeStatus(): void {
    const status = this.#client.get_status();
    if (status !== this.#status) this.#movedAt = this.#clock.now();
    this.#status = status;
  }

  #ask(): void {
    const { plan, method, headers, proxy } = this.#request;
    const { pathname, search, origin, protocol } = new URL(plan.url);
    const lines = headers.map(([name, value]) => `${name}: ${value}`);
    const error = this.#client.request_raw(method, pathname + search, lines, plan.body?.bytes ?? new Uint8Array());
    if (error === GodotError.OK) {
      this.#enter('first byte');
      const toProxy = proxy !== null && protocol === 'http:';
      const head = requestHeadText(plan.method, `${toProxy ? origin : ''}${pathname}${search}`, headers);
      this.#hop = sentHop(this.#client, plan, head, proxy);
      this.#tell('connected');
      this.#tell('sent');
    } else this.#fail({ code: 'BAD_REQUEST', message: `HTTPClient did not take the request: ${errorName(error)}` });
  }

  #hear(): void {
    const headers = this.#client.get_response_headers().map(parsedField);
    this.#head = { status: this.#client.get_response_code(), headers, url: this.#request.plan.url };
    this.#enter('body');
    const responseHead = responseHeadText(this.#head);
    if (this.#hop !== null) this.#hop = { ...this.#hop, status: this.#head.status, responseHead };
    this.#tell('answered');
    this.#listener?.head(this.#head);
  }

  #tell(news: HopNews): void {
    if (this.#hop !== null) this.#listener?.hop(this.#hop, news);
  }

  #read(): void {
    const until = this.#clock.now() + READ_MS;
    while (this.#listener !== null && this.#client.get_status() === HTTPClient.STATUS_BODY) {
      const chunk = this.#client.read_response_body_chunk();
      if (chunk.length === 0) break;
      this.#size += chunk.length;
      this.#movedAt = this.#clock.now();
      this.#listener.body(chunk);
      if (this.#movedAt >= until) break;
    }
    this.#noticeStatus();
    const { STATUS_CONNECTED, STATUS_DISCONNECTED, STATUS_BODY } = HTTPClient;
    if (this.#status === STATUS_CONNECTED || this.#status === STATUS_DISCONNECTED) this.#done(null);
    else if (this.#status !== STATUS_BODY) this.#fail(failures.get(this.#status));
  }

  #keepTime(): void {
    const { idleTimeoutS, totalTimeoutMs } = this.#request.plan;
    const now = this.#clock.now();
    const idle = idleTimeoutS > 0 && now - this.#movedAt >= idleTimeoutS * 1000;
    const late = totalTimeoutMs > 0 && now - this.#begunAt >= totalTimeoutMs;
    if (!idle && !late) return;
    const message = late ? `it took longer than ${totalTimeoutMs / 1000} s` : `nothing came for ${idleTimeoutS} s`;
    this.#fail({ code: 'TIMED_OUT', message });
  }

  #fail(failure: { readonly code: string; readonly message: string } | undefined): void {
    if (failure === undefined || this.#listener === null) return;
    const { method, url } = this.#request.plan;
    const happened = [failure.message, ...new Set(this.#explanations)].join(': ');
    this.#done({ code: failure.code, phase: this.#phase, message: `${method} ${shownUrl(url)}: ${happened}` });
  }

  #done(failure: ExchangeFailure | null): void {
    const listener = this.#listener;
    this.#times.set(this.#phase, this.#clock.now() - this.#phaseAt);
    this.close();
    listener?.done(this.#exchange(failure));
  }

  #exchange(failure: ExchangeFailure | null): Exchange {
    const { plan } = this.#request;
    const time = (phase: Phase): number | null => this.#times.get(phase) ?? null;
    const timings: HTTPRequestTimings = {
      queue: null,
      resolve: time('resolve'),
      connect: time('connect'),
      tls: null,
      send: null,
      firstByte: time('first byte'),
      body: time('body'),
      total: this.#clock.now() - this.#begunAt,
      redirects: 0,
    };
    return {
      plan,
      sentAt: this.#sentAt,
      sentAfterMs: this.#begunAt,
      head: this.#head,
      bodySize: this.#size,
      timings,
      hops: this.#hop === null ? [] : [{ ...this.#hop, timings, responseBodySize: this.#size }],
      cacheStatus: null,
      failure,
    };
  }
}
