/**
 * What travels about whole requests: the Steam interface on the caller's side, the request service in the I/O thread.
 *
 * Commands and events carry the id of the instance (a SteamHTTP) that they are about, then the request's handle. The
 * ones that come with every request are flat tuples of numbers and strings: an object or a typed array in a message
 * costs the caller's thread a microsecond each, a short string next to nothing. A streamed body does not travel here but
 * through a ring in shared memory (layout.ts), as a stream's bytes do; progress and timings stand in the request's slot.
 */
import type { CommonMemory } from './layout.js';
import type { Failure } from './protocol.js';
import type { HTTPRequestHop } from './request-hop.js';

/** Commands: from the caller to the I/O thread. Their numbers continue those of protocol.ts. */
export const RequestCommand = {
  /** A new instance with its options. */
  INSTANCE: 16,
  /** Other options, for the requests sent from here on. */
  CONFIGURE: 17,
  /** Queue a request. */
  SEND: 18,
  /** Move a waiting request to the head of the queue (true) or to its tail. */
  MOVE: 19,
  /** The streamed body's ring has room again. */
  RESUME_BODY: 20,
  /** Forget a request: no further event for it. */
  CANCEL: 21,
  /** Forget the instance and everything of it. */
  CLOSE_INSTANCE: 22,
  /** Memory for more slots. Comes before the first request that has one of them. */
  SLOTS: 23,
  /** A new cookie container, and whether responses may change it. */
  ADD_CONTAINER: 24,
  /** Forget a container; requests that were sent with it go on with it. */
  RELEASE_CONTAINER: 25,
  /** A cookie of the program's own, which was checked already. */
  SET_COOKIE: 26,
  /** Forget all stored responses. */
  CLEAR_CACHE: 27,
  /** Tell when what was to be written to disk so far is there. */
  FLUSH_CACHE: 28,
} as const;

/** Options of an instance that the I/O thread acts on. */
export interface RequestOptions {
  /** The headers of requests for which the program set nothing, as in SEND. */
  readonly plainHeaders: string;
  readonly maxConnections: number;
  readonly maxConnectionsPerOrigin: number;
  readonly maxRedirects: number;
  /** Bytes a buffered, decoded body may have. */
  readonly maxBodySize: number;
  /** Bytes of a streamed body that may wait for the caller; at least {@link FIRST_CAPACITY}. */
  readonly streamBufferSize: number;
  /** The environment's proxies, one proxy's url for everything, or none. */
  readonly proxy: 'environment' | (string & {}) | null;
  /** PEM certificates to trust, and no others; null for the usual ones. */
  readonly trustedCA: string | null;
  /** Where responses are kept beyond the process; null for in memory only. */
  readonly cacheDirectory: string | null;
  /** Bytes that stored responses may take; 0 for no cache. */
  readonly cacheSize: number;
}

/** What a request wants, one bit each. */
export const SendFlag = {
  /** Deliver the body through a ring as it comes, instead of whole. */
  STREAMING: 1,
  /** Refuse a server whose certificate cannot be verified. */
  VERIFY: 2,
  /** `Host` is among the headers. */
  HAS_HOST: 4,
  /** `Accept-Encoding` is among the headers: bodies are delivered as they come. */
  HAS_ACCEPT_ENCODING: 8,
  /** Answer from the cache alone. */
  OFFLINE: 16,
  /** Tell of each hop. */
  RECORD_HOPS: 32,
} as const;

export type SendCommand = [
  op: typeof RequestCommand.SEND,
  instance: number,
  handle: number,
  /** The request's slot; see {@link Slot}. */
  slot: number,
  method: string,
  /** Absolute, normalized (WHATWG), without fragment and credentials. */
  url: string,
  /**
   * `Name: value` and CRLF, for each header; complete but for Host, Content-Length and Accept-Encoding. Null for the plain ones
   * of the options: they need not travel.
   */
  headers: string | null,
  /** Given away to the I/O thread. */
  body: ArrayBuffer | null,
  /** Bits of {@link SendFlag}. */
  flags: number,
  /** Milliseconds without a byte in either direction, from leaving the queue on; 0 for none. */
  activityTimeout: number,
  /** Milliseconds from sending to completion, queueing included; 0 for none. */
  absoluteTimeout: number,
  /** Of the cookies to send and to change; 0 for none. */
  container: number,
];

export type RequestCommandTuple =
  | [op: typeof RequestCommand.INSTANCE, instance: number, options: RequestOptions]
  | [op: typeof RequestCommand.CONFIGURE, instance: number, options: RequestOptions]
  | SendCommand
  | [op: typeof RequestCommand.MOVE, instance: number, handle: number, toHead: boolean]
  | [op: typeof RequestCommand.RESUME_BODY, instance: number, handle: number]
  | [op: typeof RequestCommand.CANCEL, instance: number, handle: number]
  | [op: typeof RequestCommand.CLOSE_INSTANCE, instance: number]
  | [op: typeof RequestCommand.SLOTS, instance: number, page: number, memory: CommonMemory]
  | [op: typeof RequestCommand.ADD_CONTAINER, instance: number, container: number, allowResponsesToModify: boolean]
  | [op: typeof RequestCommand.RELEASE_CONTAINER, instance: number, container: number]
  | [
      op: typeof RequestCommand.SET_COOKIE,
      instance: number,
      container: number,
      host: string,
      url: string,
      cookie: string,
      /** When the program set it, milliseconds since 1970: its lifetime counts from then. */
      at: number,
    ]
  | [op: typeof RequestCommand.CLEAR_CACHE, instance: number]
  | [op: typeof RequestCommand.FLUSH_CACHE, instance: number, token: number];

/** Events: from the I/O thread to the caller. Their numbers continue those of protocol.ts. */
export const RequestEvent = {
  /** Streaming only: the head has come; the body goes into this ring. */
  HEAD: 16,
  /** Streaming only: the body goes on in the next ring; the present one is sealed right after. */
  BODY_RING: 17,
  /** The request is over, one way or the other. Streaming: every byte is in the ring by now. */
  COMPLETED: 18,
  /**
   * Streaming only: bytes stand in the ring. Comes when ANNOUNCED (layout.ts) was 0 and sets it to 1; the caller sets it
   * back to 0 before it looks into the ring.
   */
  BODY: 19,
  /** Something does not do its part, though no request fails of it: a sentence for the logger. */
  WARNING: 20,
  /** The answer to FLUSH_CACHE. */
  CACHE_FLUSHED: 21,
  /** RECORD_HOPS only: what is known by now of the hop with this index. */
  HOP: 22,
} as const;

/** Where in its life a request failed. */
export type RequestPhase =
  | 'queue'
  | 'resolve'
  | 'connect'
  | 'proxy'
  | 'tls'
  | 'send'
  | 'first byte'
  | 'body'
  | 'decode'
  | 'redirect'
  | 'offline';

/** Why a request failed: a closed list. */
export type RequestErrorCode =
  | 'RESOLVE_FAILED'
  | 'CONNECT_FAILED'
  | 'PROXY_FAILED'
  | 'TLS_FAILED'
  | 'CERTIFICATE_REJECTED'
  | 'CONNECTION_LOST'
  | 'BAD_RESPONSE'
  | 'TRUNCATED'
  | 'DECODE_FAILED'
  | 'BODY_TOO_LARGE'
  | 'TIMED_OUT'
  | 'TOO_MANY_REDIRECTS'
  | 'BAD_REDIRECT'
  | 'NOT_CACHED'
  | 'IO_THREAD_FAILED';

/** A failed request's reason. */
export interface RequestFailure {
  /** Why: a program may branch on it. */
  readonly code: RequestErrorCode;
  /** Where in its life the request failed. */
  readonly phase: RequestPhase;
  /** One sentence: method, url without credentials, what happened, what to do. */
  readonly message: string;
  /** The system's or OpenSSL's code, where there is one. */
  readonly cause?: string;
}

/** Streaming only. The headers are `Name: value` and CRLF each, as they came, blanks included; the url is that of COMPLETED. */
export type HeadEvent = [
  op: typeof RequestEvent.HEAD,
  instance: number,
  handle: number,
  status: number,
  headers: string,
  url: string,
  ring: CommonMemory,
];

export type CompletedEvent = [
  op: typeof RequestEvent.COMPLETED,
  instance: number,
  handle: number,
  /** 0 when no response head came. */
  status: number,
  /** As in HEAD; `''` when no head came. Of a streaming request: repeated. */
  headers: string,
  /**
   * The decoded body of a successful buffered request, else null. A small one is a string of Latin-1 characters, one for
   * each byte (it travels at a fraction of the cost; see body-bytes.ts).
   */
  body: string | ArrayBuffer | null,
  /** Decoded bytes delivered. */
  bodySize: number,
  /** The url the response came from, after redirects; `''` when that is the request's own. */
  url: string,
  /** Null on success. */
  failure: RequestFailure | null,
  /**
   * Until when (milliseconds since 1970) the cache gives this answer to each request like this one, but for its `Age`, which
   * is the last header. 0 when it does not, or the next one must ask again.
   */
  repeatableUntil: number,
];

/** Events about the instance as a whole. */
export type InstanceEvent =
  | [op: typeof RequestEvent.WARNING, instance: number, handle: 0, message: string]
  | [op: typeof RequestEvent.CACHE_FLUSHED, instance: number, handle: 0, token: number];

export type RequestEventTuple =
  | HeadEvent
  | [op: typeof RequestEvent.BODY_RING, instance: number, handle: number, ring: CommonMemory]
  | [op: typeof RequestEvent.BODY, instance: number, handle: number]
  | [op: typeof RequestEvent.HOP, instance: number, handle: number, index: number, hop: HTTPRequestHop]
  | CompletedEvent;

/**
 * A slot: consecutive float64 numbers in shared memory, written by the I/O thread alone.
 *
 * Slots come in pages of {@link SLOTS_PER_PAGE}: slot n is the one at n modulo that, of page n divided by that. OWNER is
 * the handle the other numbers speak of: a slot that was given to another request says so only when the thread has seen
 * its SEND. Sizes are in bytes, EXPECTED is -1 while unknown. Times are in milliseconds, NaN for what did not happen (a
 * reused connection has no RESOLVE, CONNECT, TLS), of the last hop, and valid from COMPLETED on. Progress is only ever
 * displayed, and the times are in place before the event is, so plain (not atomic) loads and stores do.
 */
export const Slot = {
  OWNER: 0,
  /** Wire bytes of the body so far. */
  RECEIVED: 1,
  /** The body's Content-Length, or -1. */
  EXPECTED: 2,
  /** Bytes of the request's body so far. */
  SENT: 3,
  /** Decoded bytes so far. */
  DECODED: 4,
  QUEUE_TIME: 5,
  RESOLVE_TIME: 6,
  CONNECT_TIME: 7,
  TLS_TIME: 8,
  SEND_TIME: 9,
  FIRST_BYTE_TIME: 10,
  BODY_TIME: 11,
  TOTAL_TIME: 12,
  REDIRECTS: 13,
  /** One of {@link CacheUse}; valid from HEAD or COMPLETED on. */
  CACHE_USE: 14,
} as const;

/** What part the cache had in a response: none, all of it, with the origin's consent, or instead of the network. */
export const CacheUse = { MISS: 0, HIT: 1, REVALIDATED: 2, OFFLINE: 3 } as const;
export type CacheUse = (typeof CacheUse)[keyof typeof CacheUse];

/** How many float64 numbers a slot takes: two cache lines, so that neighbours do not disturb each other. */
export const SLOT_LENGTH = 16;

/** How many slots a page has: 32 KiB. */
export const SLOTS_PER_PAGE = 256;

/** A failure of the link itself as a request's failure. */
export function linkFailure(failure: Failure): RequestFailure {
  return { code: 'IO_THREAD_FAILED', phase: 'queue', message: failure.message, cause: failure.code };
}
