/**
 * What the cache knows of a request and of a response it holds. Plain data: it is also what stands in the index on disk.
 *
 * The body is kept as it came over the wire, content codings included, so that it agrees with the header fields, which are
 * kept as they came too: a later request that wants the coded body gets it, and one that does not has it decoded on the
 * way, as from the network.
 */
import { combined, members, without, type FieldList } from './fields.js';

/** A request as the cache sees it. */
export interface CacheRequest {
  readonly method: string;
  /** Absolute, normalized, without fragment. */
  readonly url: string;
  /** Everything that is sent, the defaults included. Requests that send the same share the list. */
  readonly fields: FieldList;
  /** What the answer must not be shared beyond; see scope.ts. */
  readonly scope: string;
}

/** The head of a response, and when it was asked for and received (milliseconds since 1970). */
export interface ReceivedHead extends FieldList {
  readonly status: number;
  readonly requestTime: number;
  readonly responseTime: number;
}

/** A response in the cache. */
export interface StoredResponse extends ReceivedHead {
  /** Names this very body: no two that were ever stored have the same. */
  readonly id: string;
  readonly url: string;
  readonly scope: string;
  /** The request fields that `Vary` names, and a digest of their values; null for one that was absent. */
  readonly selecting: readonly (readonly [name: string, digest: string | null])[];
  /** Bytes of the body. */
  readonly bodySize: number;
}

/** The body of a response: bytes, or text of Latin-1 characters, one for each byte, which is how small ones travel. */
export type StoredBody = string | Uint8Array;

/** A stored body as bytes. They must not be written to. */
export function bytesOf(body: StoredBody): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
}

/** Fields that concern one connection and are not kept (RFC 9111 section 3.1, RFC 9110 section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

const NOTHING: ReadonlySet<string> = new Set();

/** The fields of a response that may be kept. */
export function keptFields(fields: FieldList): FieldList {
  const connection = combined(fields, 'connection');
  const usual = connection === null || connection === 'keep-alive' || connection === 'close';
  const named = usual ? NOTHING : new Set(members(connection));
  return without(fields, (name) => HOP_BY_HOP.has(name) || named.has(name));
}
