/**
 * What a request gets from the cache (RFC 9111 section 4): a pure decision about what is stored for its url.
 */
import { ageOf } from './age.js';
import { combined, joined, without, type FieldList } from './fields.js';
import { conditions, directivesOfResponse, endOfFreshness, forbidsStale, isStale, satisfies } from './policy.js';
import { requestFacts } from './request-facts.js';
import type { CacheRequest, StoredResponse } from './stored-response.js';
import { selected } from './variants.js';

export type Decision =
  /** The cache has no part in it: ask the origin. */
  | { readonly kind: 'bypass' }
  /** Nothing that could serve: ask the origin. */
  | { readonly kind: 'miss' }
  /** This is the answer. */
  | { readonly kind: 'hit'; readonly response: StoredResponse }
  /** Ask the origin, with these fields added, whether this still is the answer. */
  | { readonly kind: 'validate'; readonly response: StoredResponse; readonly conditions: string }
  /** The caller wants only what is stored, and there is nothing: 504 (section 5.2.1.7). */
  | { readonly kind: 'not cached' };

/**
 * @param stored - Everything that is stored for the request's url.
 * @param offline - Whether the network must not be touched: stale responses serve too, but for those that forbid it.
 */
export function decide(
  request: CacheRequest,
  stored: readonly StoredResponse[],
  now: number,
  offline: boolean,
): Decision {
  const { directives } = requestFacts(request);
  const onlyIfCached = offline || directives.has('only-if-cached');
  const nothing: Decision = onlyIfCached ? { kind: 'not cached' } : { kind: 'miss' };
  if (!mayBeStored(request, onlyIfCached)) return onlyIfCached ? nothing : { kind: 'bypass' };

  const candidates = selected(request, stored);
  const usable = candidates.find(
    (response) =>
      satisfies(response, request, now) || (offline && !directives.has('no-cache') && maySubstitute(response, now)),
  );
  if (usable !== undefined) return { kind: 'hit', response: usable };
  const [newest] = candidates;
  if (onlyIfCached || newest === undefined) return nothing;
  const lines = conditions(newest).map(([name, value]) => `${name}: ${value}\r\n`);
  return lines.length === 0 ? nothing : { kind: 'validate', response: newest, conditions: lines.join('') };
}

/** Whether anything stored could answer the request. A HEAD goes to the origin while there is one. */
function mayBeStored(request: CacheRequest, onlyIfCached: boolean): boolean {
  if (requestFacts(request).conditional) return false;
  return request.method === 'GET' || (request.method === 'HEAD' && onlyIfCached);
}

/** Whether a response may stand in for the unreachable origin (sections 4.2.4 and 5.2.2.4). */
function maySubstitute(response: StoredResponse, now: number): boolean {
  const directives = directivesOfResponse(response);
  if (directives.has('no-cache')) return false;
  return !forbidsStale(directives) || !isStale(response, now);
}

/**
 * Until when (milliseconds since 1970) requests like this one are given the same response without another look at them; 0
 * when each of them needs one.
 */
export function repeatableUntil(request: CacheRequest, response: StoredResponse): number {
  return requestFacts(request).directives.size === 0 ? endOfFreshness(response) : 0;
}

/** What a stored response is given out with each time, by response. */
const lasting = new WeakMap<StoredResponse, FieldList>();

/**
 * The fields a stored response is given out with: its own, its age (sections 4 and 5.1), and where it has no `Date`, when
 * it was received (RFC 9110 section 6.6.1).
 */
export function presentedFields(response: StoredResponse, now: number): FieldList {
  let fields = lasting.get(response);
  if (fields === undefined) lasting.set(response, (fields = lastingFields(response)));
  return { names: [...fields.names, 'Age'], values: [...fields.values, String(ageOf(response, now))] };
}

function lastingFields(response: StoredResponse): FieldList {
  // Most are as they came: then there is nothing to keep beside them.
  const fields = combined(response, 'age') === null ? response : without(response, (name) => name === 'age');
  if (combined(fields, 'date') !== null) return fields;
  return joined(fields, { names: ['Date'], values: [new Date(response.responseTime).toUTCString()] });
}
