/**
 * Requests and responses for the cache's tests, written as their header lines.
 *
 * The clock begins at Wed, 01 Jan 2025 00:00:00 GMT; times are given in seconds after that.
 */
import { readFields } from '#src/io/cache/fields.js';
import { storable } from '#src/io/cache/storing.js';
import type { CacheRequest, ReceivedHead, StoredResponse } from '#src/io/cache/stored-response.js';

export const START = Date.parse('2025-01-01T00:00:00Z');
export const URL_A = 'https://example.com/a';

/** Milliseconds since 1970 of so many seconds after the start. */
export function at(seconds: number): number {
  return START + seconds * 1000;
}

/** The same moment as an HTTP date. */
export function dateAt(seconds: number): string {
  return new Date(at(seconds)).toUTCString();
}

export function request(lines = '', changes: Partial<CacheRequest> = {}): CacheRequest {
  return { method: 'GET', url: URL_A, scope: '', fields: readFields(lines), ...changes };
}

/** A head that was asked for and received at the start and has a body of known end, unless told otherwise. */
export function response(lines: string, changes: Partial<ReceivedHead> = {}): ReceivedHead {
  let text = /^date:/im.test(lines) ? lines : `Date: ${dateAt(0)}\n${lines}`;
  if (!/^(content-length|transfer-encoding):/im.test(lines)) text += '\nTransfer-Encoding: chunked';
  return { status: 200, requestTime: START, responseTime: START, ...readFields(text), ...changes };
}

/** A response as the cache would keep it. */
export function stored(lines: string, changes: Partial<ReceivedHead> = {}, asked = request()): StoredResponse {
  const head = storable(asked, response(lines, changes));
  if (head === null) throw new Error(`not storable: ${lines}`);
  return { ...head, bodySize: 4 };
}

/** For a response that takes nobody's place. */
export function nobody(): boolean {
  return false;
}
