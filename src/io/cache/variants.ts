/**
 * Which stored response of a url is meant by a request: same scope, and the same values of the fields that `Vary` names
 * (RFC 9111 section 4.1).
 */
import { combined, members, type FieldList } from './fields.js';
import { digest } from './scope.js';
import type { CacheRequest, ReceivedHead, StoredResponse } from './stored-response.js';
import { dateOf } from './age.js';

/** How many responses are kept for one url. */
const MOST_VARIANTS = 16;

const NOTHING: StoredResponse['selecting'] = [];

/** What a response's `Vary` makes of a request; null for `*`, which no request matches. */
export function selectingFields(request: CacheRequest, response: ReceivedHead): StoredResponse['selecting'] | null {
  const vary = combined(response, 'vary');
  if (vary === null) return NOTHING;
  const names = [...new Set(members(vary))].sort();
  return names.includes('*') ? null : names.map((name) => [name, selectingValue(request, name)] as const);
}

/**
 * The responses a request may be given as far as scope and `Vary` go, the best first: those with a `Vary` before those that
 * omit it (section 4.1: they are an origin's answers to requests that expressed no wish), the most recent before others
 * (section 4).
 */
export function selected(request: CacheRequest, stored: readonly StoredResponse[]): StoredResponse[] {
  const fitting = stored.filter((response) => fits(request, response));
  return fitting.length < 2 ? fitting : fitting.sort(byWorth);
}

/** Whether scope and `Vary` let a request have a response. */
export function fits(request: CacheRequest, { scope, selecting }: StoredResponse): boolean {
  if (scope !== request.scope) return false;
  for (const [name, value] of selecting) if (value !== selectingValue(request, name)) return false;
  return true;
}

function byWorth(one: StoredResponse, other: StoredResponse): number {
  const [varies, otherVaries] = [one.selecting.length > 0, other.selecting.length > 0];
  if (varies !== otherVaries) return varies ? -1 : 1;
  return dateOf(other) - dateOf(one) || other.responseTime - one.responseTime;
}

/** The list with a new response at its head, without those whose place it takes. */
export function withVariant(
  stored: readonly StoredResponse[],
  response: StoredResponse,
  displaced: (other: StoredResponse) => boolean,
): StoredResponse[] {
  const list = [response];
  for (const other of stored) if (list.length < MOST_VARIANTS && !displaced(other)) list.push(other);
  return list;
}

/** Digests of the fields that are there, by name: requests that send the same share their fields. */
const digests = new WeakMap<FieldList, Map<string, string>>();

/** A request field as section 4.1 lets it be compared: repeated ones joined, blanks around commas aside. */
function selectingValue({ fields }: CacheRequest, name: string): string | null {
  const known = digests.get(fields)?.get(name);
  if (known !== undefined) return known;
  const value = combined(fields, name);
  // Of absent ones nothing is kept: a server may name as many as it likes.
  if (value === null) return null;
  const selecting = digest(value.split(/[ \t]*,[ \t]*/).join(','));
  const digested = digests.get(fields) ?? new Map<string, string>();
  digests.set(fields, digested.set(name, selecting));
  return selecting;
}
