/**
 * What the parser says: its events, how a body is framed, and the closed list of faults.
 *
 * Only types and small constants live here. Nothing in this file reads bytes.
 */

/** The answer to one call of the parser. */
export const ParserEvent = {
  /** All bytes given are used up and the message goes on: call again with more. */
  NEED_DATA: 0,
  /** The head is complete: `head`, `framing` and `contentLength` are valid. */
  HEAD: 1,
  /** Some body is there: the bytes from `dataFrom` to `dataTo` of the array given. */
  DATA: 2,
  /** The message is complete: `reusable` is valid. */
  END: 3,
  /** The message is broken: `fault` says why. The connection must be closed. */
  FAULT: 4,
} as const;
/** One of the numbers of {@link ParserEvent}. */
export type ParserEvent = (typeof ParserEvent)[keyof typeof ParserEvent];

/**
 * How the end of the body is found (RFC 9112 §6.3): there is no body; its bytes are counted; it is chunked; it ends with
 * the connection; or the connection is no longer HTTP (101, or 2xx to CONNECT) and what follows belongs to the caller.
 */
export type Framing = 'none' | 'length' | 'chunked' | 'until-close' | 'upgrade';

/**
 * The closed list of what can be wrong with a response:
 *
 * - `NO_RESPONSE`: the connection closed before a single byte of an answer (a reused connection: ask again on a new one).
 * - `TRUNCATED_HEAD`, `TRUNCATED_BODY`: the connection closed in the middle.
 * - `NOT_HTTP`: the first bytes are not those of an HTTP response.
 * - `STATUS_LINE`: it begins with `HTTP/` but the status line is malformed, or the version is not 1.x.
 * - `FIELD`: a header field line is malformed.
 * - `HEAD_TOO_LARGE`, `TOO_MANY_FIELDS`, `TOO_MANY_INTERIM`: a limit was exceeded.
 * - `CONTENT_LENGTH`, `TRANSFER_ENCODING`: the end of the body cannot be known.
 * - `CHUNK_SIZE`, `CHUNK_END`, `TRAILER`: the chunked coding is broken.
 */
export type HttpFaultCode =
  | 'NO_RESPONSE'
  | 'TRUNCATED_HEAD'
  | 'TRUNCATED_BODY'
  | 'NOT_HTTP'
  | 'STATUS_LINE'
  | 'FIELD'
  | 'HEAD_TOO_LARGE'
  | 'TOO_MANY_FIELDS'
  | 'TOO_MANY_INTERIM'
  | 'CONTENT_LENGTH'
  | 'TRANSFER_ENCODING'
  | 'CHUNK_SIZE'
  | 'CHUNK_END'
  | 'TRAILER';

/** Why a response cannot be used. It is always the other side's fault. */
export interface HttpFault {
  /** Stable: programs may branch on it. */
  readonly code: HttpFaultCode;
  /** A sentence for people: what came, and what that means. */
  readonly message: string;
}

/** The longest head accepted, in bytes; also the longest trailer section. */
export const MAX_HEAD_BYTES = 262_144;

/** The most fields accepted in a head; also the most lines in a trailer section. */
export const MAX_FIELDS = 1000;

/** The most 1xx responses accepted in a row before the final one. */
export const MAX_INTERIM_RESPONSES = 1000;

/** The longest chunk-size line accepted, extensions included, in bytes. */
export const MAX_CHUNK_LINE_BYTES = 16_384;
