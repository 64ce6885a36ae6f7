/**
 * What `http-cache-semantics` says about a stored response, asked so that its answers are RFC 9111's for a private cache.
 *
 * It knows freshness lifetimes and the request directives. It is given normalized fields, a response whose clock starts at its
 * true age 0 (age.ts), and our time instead of its own. Each departure that this works around has its section beside it.
 */
import CachePolicy from 'http-cache-semantics';
import { bornAt, dateOf } from './age.js';
import { readDirectives, seconds, type Directives } from './directives.js';
import { combined } from './fields.js';
import { parseHttpDate } from './http-date.js';
import { requestFacts } from './request-facts.js';
import type { CacheRequest, ReceivedHead } from './stored-response.js';

/** Status codes that may be fresh by heuristics (RFC 9110 section 15.1). */
export const heuristicallyCacheable: ReadonlySet<number> = new Set([
  200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501,
]);

const FRESHNESS = ['cache-control', 'expires', 'last-modified'];

/** Urls and fields are compared before the library is asked. */
const PLAIN_GET = { method: 'GET', headers: {} };

/** The time the library is told. It asks while it is being called, so one variable does. */
let present = 0;

class Policy extends CachePolicy {
  now(): number {
    return present;
  }
}

/** When a response becomes stale, milliseconds since 1970: computed once, as it takes longer than the question about it. */
const endsOfFreshness = new WeakMap<ReceivedHead, number>();

/** How far the clock may have been set back before what was received by it is not believed any more. */
const CLOCK_LEEWAY_MS = 60_000;

/** Whether a stored response satisfies the request as it is, without asking the origin (section 4). */
export function satisfies(response: ReceivedHead, request: CacheRequest, now: number): boolean {
  if (requestFacts(request).directives.size === 0) return !isStale(response, now);
  if (isFromTheFuture(response, now)) return false;
  present = bornAt(response);
  const policy = policyOf(response);
  present = now;
  const { revalidation } = policy.evaluateRequest({
    method: 'GET',
    headers: { 'cache-control': requestDirectives(request, response) },
  });
  return revalidation === undefined;
}

/** Whether the response is past its freshness lifetime (section 4.2). */
export function isStale(response: ReceivedHead, now: number): boolean {
  return now >= endOfFreshness(response) || isFromTheFuture(response, now);
}

/**
 * Whether the clock was set back since the response was received: then nobody knows its age (section 4: without a clock, no
 * response is used without asking).
 */
function isFromTheFuture({ responseTime }: ReceivedHead, now: number): boolean {
  return responseTime > now + CLOCK_LEEWAY_MS;
}

/** Whether anything is said about freshness, or may be guessed from (section 4.2.1). */
function mayBeFresh(response: ReceivedHead): boolean {
  return FRESHNESS.some((name) => combined(response, name) !== null);
}

/** The fields that ask the origin whether the response still holds (section 4.3.1); none when it has no validator. */
export function conditions(response: ReceivedHead): readonly (readonly [name: string, value: string])[] {
  const tag = combined(response, 'etag');
  const modified = combined(response, 'last-modified');
  const fields: [string, string][] = [];
  if (tag !== null) fields.push(['If-None-Match', tag]);
  if (modified !== null) fields.push(['If-Modified-Since', modified]);
  return fields;
}

/** Whether the response may be given only fresh or validated: `must-revalidate` and `no-cache` (sections 5.2.2.2, 5.2.2.4). */
export function forbidsStale(directives: Directives): boolean {
  return directives.has('must-revalidate') || directives.has('no-cache');
}

/** The response's directives. */
export function directivesOfResponse(response: ReceivedHead): Directives {
  return readDirectives(combined(response, 'cache-control'));
}

/** When a response becomes stale, milliseconds since 1970; in the past when it is already. */
export function endOfFreshness(response: ReceivedHead): number {
  let end = endsOfFreshness.get(response);
  if (end === undefined) {
    end = mayBeFresh(response) ? bornAt(response) + lifetime(response) : -Infinity;
    endsOfFreshness.set(response, end);
  }
  return end;
}

/** For how many milliseconds a response is fresh (section 4.2.1). */
function lifetime(response: ReceivedHead): number {
  present = bornAt(response);
  return policyOf(response).maxAge() * 1000;
}

/** The library's view of a response; the present must be the moment at which that was of age 0. */
function policyOf(response: ReceivedHead): CachePolicy {
  // The library knows few status codes and takes the others for stale; section 3 asks for no more than a final one.
  const facts = { status: 200, headers: responseHeaders(response) };
  // `immutable` does not make a response fresh for longer (RFC 8246 section 2).
  return new Policy(PLAIN_GET, facts, { shared: false, immutableMinTimeToLive: 0 });
}

/** A response's fields as the library understands them right. `Age` is in its clock, `Vary` is compared in variants.ts. */
function responseHeaders(response: ReceivedHead): Record<string, string> {
  const date = dateOf(response);
  const headers: Record<string, string> = { date: new Date(date).toUTCString() };
  const directives = directivesOfResponse(response);
  const control: string[] = directives.has('no-cache') ? ['no-cache'] : [];
  const maxAge = seconds(directives, 'max-age');
  const expires = combined(response, 'expires');
  if (maxAge !== null) control.push(`max-age=${maxAge}`);
  // Section 5.3: what is no date is in the past. The library would read a lone year as one.
  else if (expires !== null) headers.expires = new Date(parseHttpDate(expires, date) ?? 0).toUTCString();
  // Section 4.2.2: heuristics only for the status codes that allow them, and what is marked as public.
  else if (!heuristicallyCacheable.has(response.status) && !directives.has('public')) control.push('max-age=0');
  if (control.length > 0) headers['cache-control'] = control.join(', ');
  const modified = parseHttpDate(combined(response, 'last-modified'), date);
  if (modified !== null) headers['last-modified'] = new Date(modified).toUTCString();
  return headers;
}

/**
 * A request's directives in the library's words. `must-revalidate` is not left to it: it would never give out such a
 * response, where section 5.2.2.2 speaks of stale ones only, and would let `max-stale` win over `no-cache`.
 */
function requestDirectives(request: CacheRequest, response: ReceivedHead): string {
  const directives = requestFacts(request).directives;
  const control: string[] = directives.has('no-cache') ? ['no-cache'] : [];
  for (const name of ['max-age', 'min-fresh']) {
    const value = seconds(directives, name);
    if (value !== null) control.push(`${name}=${value}`);
  }
  const maxStale = directives.get('max-stale');
  if (maxStale !== undefined && !forbidsStale(directivesOfResponse(response))) {
    // Section 5.2.1.2: no more than so many seconds, these included; the library wants less than that.
    control.push(maxStale === true ? 'max-stale' : `max-stale=${(seconds(directives, 'max-stale') ?? 0) + 0.001}`);
  }
  return control.join(', ');
}
