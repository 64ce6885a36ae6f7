/**
 * Which responses are stored (RFC 9111 section 3), for a private cache that stores answers to GET.
 */
import { readDirectives } from './directives.js';
import { combined } from './fields.js';
import { nextId } from './ids.js';
import { heuristicallyCacheable } from './policy.js';
import { requestFacts } from './request-facts.js';
import { keptFields, type CacheRequest, type ReceivedHead, type StoredResponse } from './stored-response.js';
import { selectingFields } from './variants.js';

/** Status codes whose meaning for a cache is known, beside those that may be fresh by heuristics. */
const ALSO_UNDERSTOOD: ReadonlySet<number> = new Set([302, 303, 307]);

/** What is about to be stored. The body's size is put in when the body is there. */
export type Draft = StoredResponse & { bodySize: number };

/**
 * What would be stored of a response, or null when it must not be stored (section 3). Only a body that came whole may be
 * (section 3.3); that is for whoever receives it to see to, as far as it can be seen.
 */
export function storable(request: CacheRequest, response: ReceivedHead): Draft | null {
  if (request.method !== 'GET') return null;
  const { conditional, directives } = requestFacts(request);
  if (conditional || directives.has('no-store')) return null;
  if (!isStorableHead(response) || mayEndUnnoticed(request.url, response)) return null;
  const selecting = selectingFields(request, response);
  if (selecting === null) return null;
  const { status, requestTime, responseTime } = response;
  const { url, scope } = request;
  const { names, values } = keptFields(response);
  return { id: nextId(), url, scope, selecting, bodySize: 0, status, requestTime, responseTime, names, values };
}

/** Whether a response may be kept whatever the request was, to a method whose answers are. */
export function isStorableHead(response: ReceivedHead): boolean {
  const { status } = response;
  // Parts are not put together here, and 304 has no body of its own.
  if (status < 200 || status === 206 || status === 304) return false;
  const directives = readDirectives(combined(response, 'cache-control'));
  if (directives.has('must-understand')) {
    // Section 5.2.2.3: whoever knows the status code may pass over a `no-store` beside it.
    if (!heuristicallyCacheable.has(status) && !ALSO_UNDERSTOOD.has(status)) return false;
  } else if (directives.has('no-store')) return false;
  const hasValidator = combined(response, 'etag') !== null || combined(response, 'last-modified') !== null;
  // It could never be used.
  if (directives.has('no-cache') && !hasValidator) return false;
  return (
    directives.has('public') ||
    directives.has('private') ||
    directives.has('max-age') ||
    combined(response, 'expires') !== null ||
    heuristicallyCacheable.has(status)
  );
}

/**
 * Whether the body ends with the connection, and Node does not tell an end of TLS from a connection that was cut: such a
 * body would not be known to be incomplete (RFC 9112 section 9.8).
 */
function mayEndUnnoticed(url: string, response: ReceivedHead): boolean {
  if (!url.startsWith('https:') || response.status === 204) return false;
  return combined(response, 'content-length') === null && combined(response, 'transfer-encoding') === null;
}
