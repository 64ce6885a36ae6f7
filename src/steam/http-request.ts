/**
 * One request, from its creation to its release: what the program set, where it stands, and what came back.
 *
 * A record: who may change what, and when, is decided by SteamHTTP (before it is sent) and Dispatch (afterwards).
 */
import type { RequestTrace } from '../diagnostics/request-trace.js';
import type { HTTPRequestHop, RequestFailure, SendCommand } from '../link/index.js';
import { figureOfKnown } from './known-answers.js';
import type { RequestChannel } from './request-channel.js';
import { RequestHeaders } from './request-headers.js';
import { ResponseHeaders } from './response-headers.js';
import type { StreamedBody } from './streamed-body.js';
import type { RequestUrl } from './url.js';
import type { Waiter } from './waiting.js';

/** Where a request stands. It only moves on. */
export const RequestState = {
  /** The program is setting it up. */
  NEW: 0,
  /** It is queued or under way. */
  SENT: 1,
  /** Its completion was signalled, or is just being signalled. */
  COMPLETED: 2,
  /** The program let go of it; whatever is still told about it is dropped. */
  RELEASED: 3,
} as const;
export type RequestState = (typeof RequestState)[keyof typeof RequestState];

const DEFAULT_ACTIVITY_TIMEOUT_MS = 60_000;

export class HttpRequest {
  state: RequestState = RequestState.NEW;

  context: number | bigint = 0;
  activityTimeout = DEFAULT_ACTIVITY_TIMEOUT_MS;
  absoluteTimeout = 0;
  verifyCertificate = true;
  agentInfo = '';
  headers: RequestHeaders | null = null;
  /** GET, HEAD and POST: by name, in the order of first setting. */
  parameters: Map<string, string> | null = null;
  /** A raw body and its type; the bytes are given away when it is sent. */
  body: Uint8Array<ArrayBuffer> | null = null;
  contentType = '';
  /** The cookie container; 0 without one. */
  container = 0;
  recordsHops = false;

  streaming = false;
  /** Who carries it, once it was sent, and where it shows how far it is; null when its answer was known. */
  channel: RequestChannel | null = null;
  slot = -1;
  /** How it was sent, until it is complete, and in which epoch of the known answers. */
  command: SendCommand | null = null;
  epoch = 0;
  /** Bytes of its body. */
  uploadSize = 0;

  /** 0 until a response head came. */
  status = 0;
  headerText = '';
  #responseHeaders: ResponseHeaders | null = null;
  /** Where the response comes from: what is requested, until a redirect says otherwise. */
  responseUrl = '';
  /** Streaming: bytes signalled so far. Else that of the completed body. */
  bodySize = 0;
  /** The body of a completed request, as it came (see link's `bodyBytes`). */
  responseBody: string | Uint8Array<ArrayBuffer> | null = null;
  stream: StreamedBody | null = null;
  failure: RequestFailure | null = null;
  waiters: Waiter[] | null = null;
  /** Null unless there are any, and they are recorded. */
  hops: HTTPRequestHop[] | null = null;
  /** Null unless somebody listened when it was sent. */
  trace: RequestTrace | null = null;

  constructor(
    readonly handle: number,
    /** As on the wire. */
    readonly method: string,
    readonly url: RequestUrl,
  ) {}

  /** The headers of the response; null until there are any. */
  get responseHeaders(): ResponseHeaders | null {
    if (this.status === 0) return null;
    return (this.#responseHeaders ??= new ResponseHeaders(this.headerText));
  }

  /** A number of its slot (see link's `Slot`); NaN while the slot does not speak of it. */
  figure(field: number): number {
    const { channel, slot, handle } = this;
    if (channel !== null) return channel.slots.read(slot, handle, field);
    return this.state === RequestState.COMPLETED ? figureOfKnown(this.bodySize, field) : NaN;
  }

  setHeader(name: string, value: string): void {
    (this.headers ??= new RequestHeaders()).set(name, value);
  }

  setParameter(name: string, value: string): void {
    (this.parameters ??= new Map()).set(name, value);
  }
}
