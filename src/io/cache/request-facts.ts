/**
 * What a request's fields say to the cache. Requests that send the same share their list of fields, so it is read once.
 */
import { readDirectives, type Directives } from './directives.js';
import { combined, type FieldList } from './fields.js';

export interface RequestFacts {
  /** `Cache-Control`; `Pragma: no-cache` counts only where there is none (RFC 9111 section 5.4). */
  readonly directives: Directives;
  /** Whether the caller speaks past the cache, about a part or on a condition of its own: the cache keeps out of that. */
  readonly conditional: boolean;
}

const CALLERS_CONDITIONS = [
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
];

const NO_CACHE: Directives = new Map([['no-cache', true]]);

const known = new WeakMap<FieldList, RequestFacts>();

export function requestFacts({ fields }: { readonly fields: FieldList }): RequestFacts {
  let facts = known.get(fields);
  if (facts === undefined) {
    const conditional = CALLERS_CONDITIONS.some((name) => combined(fields, name) !== null);
    facts = { directives: directivesOf(fields), conditional };
    known.set(fields, facts);
  }
  return facts;
}

function directivesOf(fields: FieldList): Directives {
  const control = combined(fields, 'cache-control');
  if (control === null && /\bno-cache\b/i.test(combined(fields, 'pragma') ?? '')) return NO_CACHE;
  return readDirectives(control);
}
