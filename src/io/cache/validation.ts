/**
 * What the origin's word about a stored response changes: a 304 (RFC 9111 section 4.3.4) and an answer to HEAD (4.3.5).
 */
import { combined, joined, without, type FieldList } from './fields.js';
import { requestFacts } from './request-facts.js';
import { isStorableHead } from './storing.js';
import { keptFields, type CacheRequest, type ReceivedHead, type StoredResponse } from './stored-response.js';
import { selected, selectingFields } from './variants.js';

/** What becomes of stored responses, each named by its id. */
export interface Freshened {
  /** To be stored in the place of what they were. */
  readonly updated: readonly StoredResponse[];
  /** Not to be kept: outdated, or not allowed to be stored any more. */
  readonly dropped: readonly StoredResponse[];
}

/** What came of a 304. */
export interface Validated extends Freshened {
  /** The answer; null when the origin speaks of none that is stored, and has to be asked again without conditions. */
  readonly answer: StoredResponse | null;
}

/** Fields that describe the stored body and stay with it (section 3.2). */
const OF_THE_BODY = new Set(['content-length', 'content-encoding', 'content-range']);

/**
 * @param stored - Everything that is stored for the url.
 * @param asked - The response whose validators were sent.
 * @param response - The 304.
 */
export function validated(
  request: CacheRequest,
  stored: readonly StoredResponse[],
  asked: StoredResponse,
  response: ReceivedHead,
): Validated {
  const heads = identified(selected(request, stored), response).map((old) => freshened(request, old, response));
  const answer = heads.find(({ id }) => id === asked.id) ?? heads[0] ?? null;
  if (answer !== null) return { answer, ...divided(request, heads) };
  // A 304 without validators names no response to update; still it says that the one we asked about holds.
  if (!hasValidator(response)) return { answer: asked, updated: [], dropped: [] };
  return { answer: null, updated: [], dropped: [asked] };
}

/** The stored responses a 304 speaks of (section 4.3.4). */
function identified(candidates: readonly StoredResponse[], response: ReceivedHead): StoredResponse[] {
  const tag = combined(response, 'etag');
  if (tag !== null && !isWeak(tag)) return candidates.filter((stored) => combined(stored, 'etag') === tag);
  const modified = combined(response, 'last-modified');
  if (tag !== null || modified !== null) {
    const newest = candidates.find((stored) =>
      tag !== null ? opaque(combined(stored, 'etag')) === opaque(tag) : combined(stored, 'last-modified') === modified,
    );
    return newest === undefined ? [] : [newest];
  }
  const [only, another] = candidates;
  return only !== undefined && another === undefined && !hasValidator(only) ? [only] : [];
}

/** What an answer to HEAD makes of the responses stored for the url (section 4.3.5). */
export function freshenedByHead(
  request: CacheRequest,
  stored: readonly StoredResponse[],
  response: ReceivedHead,
): Freshened {
  const candidates = selected(request, stored);
  const same = (old: StoredResponse): boolean =>
    ['etag', 'last-modified', 'content-length'].every((name) => {
      const value = combined(response, name);
      return value === null || value === combined(old, name);
    });
  const heads = candidates.filter(same).map((old) => freshened(request, old, response));
  const { updated, dropped } = divided(request, heads);
  return { updated, dropped: [...dropped, ...candidates.filter((old) => !same(old))] };
}

/**
 * Which freshened responses are kept. A request with `no-store` leaves everything as it is (section 5.2.1.5); an answer that
 * makes of a response what must not be stored (section 5.2.2.5), or what no request matches, takes it away.
 */
function divided(request: CacheRequest, heads: readonly StoredResponse[]): Freshened {
  if (requestFacts(request).directives.has('no-store')) return { updated: [], dropped: [] };
  const mayStay = (head: StoredResponse): boolean => isStorableHead(head) && selectingFields(request, head) !== null;
  return { updated: heads.filter(mayStay), dropped: heads.filter((head) => !mayStay(head)) };
}

/**
 * A stored response with the fields of a newer head in place of its own (section 3.2). Unlike the library, new fields are
 * added, and an `Age` or `Date` of old does not outlive its time.
 */
function freshened(request: CacheRequest, stored: StoredResponse, response: ReceivedHead): StoredResponse {
  const news: FieldList = without(keptFields(response), (name) => OF_THE_BODY.has(name));
  const replaced = new Set(['age', 'date', ...news.names.map((name) => name.toLowerCase())]);
  const fields = joined(
    without(stored, (name) => replaced.has(name)),
    news,
  );
  const { requestTime, responseTime } = response;
  const fresh = { ...stored, ...fields, requestTime, responseTime };
  return { ...fresh, selecting: selectingFields(request, fresh) ?? stored.selecting };
}

function hasValidator(response: ReceivedHead): boolean {
  return combined(response, 'etag') !== null || combined(response, 'last-modified') !== null;
}

function isWeak(tag: string): boolean {
  return tag.startsWith('W/');
}

/** An entity tag for weak comparison (RFC 9110 section 8.8.3.2). */
function opaque(tag: string | null): string | null {
  return tag === null ? null : tag.replace(/^W\//, '');
}
