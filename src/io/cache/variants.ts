/**
 * Which stored response of a url is meant by a request: same scope, and the same values of the fields that `Vary` names
 * (RFC 9111 section 4.1).
 */
import { combined, members } from './fields.js';
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

/** The responses a request may be given as far as scope and `Vary` go, the most recent first (section 4). */
export function selected(request: CacheRequest, stored: readonly StoredResponse[]): StoredResponse[] {
  const fitting = stored.filter(({ scope, selecting }) => {
    if (scope !== request.scope) return false;
    return selecting.every(([name, value]) => value === selectingValue(request, name));
  });
  if (fitting.length < 2) return fitting;
  return fitting.sort((one, other) => dateOf(other) - dateOf(one) || other.responseTime - one.responseTime);
}

/** The list with a new response in it, in the place of the one it replaces. */
export function withVariant(stored: readonly StoredResponse[], response: StoredResponse): StoredResponse[] {
  const list = [response];
  for (const other of stored) if (list.length < MOST_VARIANTS && !replaces(response, other)) list.push(other);
  return list;
}

/** Whether `response` is asked for by the same requests as `other`. */
function replaces(response: StoredResponse, other: StoredResponse): boolean {
  const { length } = response.selecting;
  if (response.scope !== other.scope || length !== other.selecting.length) return false;
  return (
    length === 0 ||
    response.selecting.every(([name, value], index) => {
      const [otherName, otherValue] = other.selecting[index] ?? [];
      return name === otherName && value === otherValue;
    })
  );
}

/** A request field as section 4.1 lets it be compared: repeated ones joined, blanks around commas aside. */
function selectingValue(request: CacheRequest, name: string): string | null {
  const value = combined(request.fields, name);
  return value === null ? null : digest(value.split(/[ \t]*,[ \t]*/).join(','));
}
