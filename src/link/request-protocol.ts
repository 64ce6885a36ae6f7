/**
 * What travels about whole requests: the Steam interface on the caller's side, the request service in the I/O thread.
 *
 * Commands and events carry the id of the instance (a SteamHTTP) that they are about, then the request's handle. They
 * are tuples because there are many of them. A streamed body does not travel here but through a ring in shared memory
 * (layout.ts), as a stream's bytes do; numbers that change while a request runs stand in its progress slot.
 */
import type { Failure } from './protocol.js';

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
} as const;

/** Options of an instance that the I/O thread acts on. */
export interface RequestOptions {
  readonly maxConnections: number;
  readonly maxConnectionsPerOrigin: number;
  readonly maxRedirects: number;
  /** Bytes a buffered, decoded body may have. */
  readonly maxBodySize: number;
  /** The environment's proxies, one proxy's url for everything, or none. */
  readonly proxy: 'environment' | (string & {}) | null;
  /** PEM certificates to trust, and no others; null for the usual ones. */
  readonly trustedCA: string | null;
}

/** What to request. */
export interface RequestPlan {
  readonly method: string;
  /** Absolute, normalized, without fragment and credentials. */
  readonly url: string;
  /** `Name: value` each, complete but for Host, Content-Length and Accept-Encoding. */
  readonly headers: readonly string[];
  /** Given away to the I/O thread. */
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** Deliver the body through a ring as it comes, instead of whole. */
  readonly streaming: boolean;
  readonly verifyCertificate: boolean;
  /** Milliseconds without a byte in either direction; 0 for none. */
  readonly activityTimeout: number;
  /** Milliseconds from sending to completion, queueing included; 0 for none. */
  readonly absoluteTimeout: number;
  /** The memory and the index of the request's progress slot. */
  readonly progress: SharedArrayBuffer;
  readonly slot: number;
}

export type RequestCommandTuple =
  | [op: typeof RequestCommand.INSTANCE, instance: number, options: RequestOptions]
  | [op: typeof RequestCommand.CONFIGURE, instance: number, options: RequestOptions]
  | [op: typeof RequestCommand.SEND, instance: number, handle: number, plan: RequestPlan]
  | [op: typeof RequestCommand.MOVE, instance: number, handle: number, toHead: boolean]
  | [op: typeof RequestCommand.RESUME_BODY, instance: number, handle: number]
  | [op: typeof RequestCommand.CANCEL, instance: number, handle: number]
  | [op: typeof RequestCommand.CLOSE_INSTANCE, instance: number];

/** Events: from the I/O thread to the caller. Their numbers continue those of protocol.ts. */
export const RequestEvent = {
  /** Streaming only: the head has come; the body goes into this ring. */
  HEAD: 16,
  /** Streaming only: the body goes on in the next ring; the present one is sealed right after. */
  BODY_RING: 17,
  /** The request is over, one way or the other. Streaming: every byte is in the ring by now. */
  COMPLETED: 18,
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
  readonly code: RequestErrorCode;
  readonly phase: RequestPhase;
  /** One sentence: method, url without credentials, what happened, what to do. */
  readonly message: string;
  /** The system's or OpenSSL's code, where there is one. */
  readonly cause?: string;
}

/** A response's head as it came over the wire. */
export interface WireHead {
  readonly status: number;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** Milliseconds; null for what did not happen (a reused connection has no resolve, connect, tls). Of the last hop. */
export interface RequestTimings {
  readonly queue: number | null;
  readonly resolve: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly send: number | null;
  readonly firstByte: number | null;
  readonly body: number | null;
  readonly total: number;
  readonly redirects: number;
}

/** How a request ended. */
export interface RequestOutcome {
  /** Null when no head came; of a streaming request it came with HEAD already, and is repeated here. */
  readonly head: WireHead | null;
  /** The decoded body of a successful buffered request; null else. */
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** Decoded bytes delivered. */
  readonly bodySize: number;
  /** The url the response came from, after redirects. */
  readonly url: string;
  /** Null on success. */
  readonly failure: RequestFailure | null;
  readonly timings: RequestTimings;
}

export type RequestEventTuple =
  | [op: typeof RequestEvent.HEAD, instance: number, handle: number, head: WireHead, ring: SharedArrayBuffer]
  | [op: typeof RequestEvent.BODY_RING, instance: number, handle: number, ring: SharedArrayBuffer]
  | [op: typeof RequestEvent.COMPLETED, instance: number, handle: number, outcome: RequestOutcome];

/**
 * A progress slot: consecutive float64 numbers in shared memory, written by the I/O thread alone.
 *
 *     RECEIVED        wire bytes of the body so far          EXPECTED      its Content-Length, or -1
 *     SENT            bytes of the request's body so far     DECODED       decoded bytes so far
 *
 * They are only ever displayed, so plain (not atomic) loads and stores do.
 */
export const ProgressSlot = { RECEIVED: 0, EXPECTED: 1, SENT: 2, DECODED: 3 } as const;

/** How many float64 numbers a slot has. */
export const PROGRESS_SLOT_LENGTH = 4;

/** A failure of the link itself as a request's failure. */
export function linkFailure(failure: Failure): RequestFailure {
  return { code: 'IO_THREAD_FAILED', phase: 'queue', message: failure.message, cause: failure.code };
}
