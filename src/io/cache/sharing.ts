/**
 * Several identical GETs at a time: one fetches, the others wait for what it stores.
 *
 * A wait is worth it only where the answer can be stored. That shows when its head has come, so nobody waits longer than
 * that for nothing; and of a url whose answer could not be shared, the next requests do not wait at all.
 */
import { BoundedMap } from '../bounded-map.js';
import { requestFacts } from './request-facts.js';
import type { CacheRequest } from './stored-response.js';

/** How many urls are remembered whose answers could not be shared, until one could. */
const REMEMBERED = 1000;

const OWN_ANSWER = ['no-cache', 'no-store', 'max-age', 'min-fresh', 'only-if-cached'];

/** Whether a request may share a fetch at all: not one that wants an answer no older than itself, or nothing stored. */
export function mayShare(request: CacheRequest): boolean {
  if (request.method !== 'GET') return false;
  const { conditional, directives } = requestFacts(request);
  if (conditional) return false;
  return directives.size === 0 || !OWN_ANSWER.some((name) => directives.has(name));
}

/** What requests must have in common to share a fetch: everything they send. */
function isSame(one: CacheRequest, other: CacheRequest): boolean {
  if (one.url !== other.url || one.scope !== other.scope) return false;
  const [mine, theirs] = [one.fields, other.fields];
  if (mine === theirs) return true;
  if (mine.names.length !== theirs.names.length) return false;
  return mine.names.every((name, i) => name === theirs.names[i] && mine.values[i] === theirs.values[i]);
}

/**
 * How a fetch ended. `stored`: the others find it in the cache. `unshareable`: it is not the sort that can be shared, or it
 * failed, and everybody fetches for themselves. `given up`: its own program did not want it any more, and the first of the
 * others becomes the leader when it enters again.
 */
export type FetchOutcome = 'stored' | 'unshareable' | 'given up';

interface Fetch<Waiter> {
  readonly request: CacheRequest;
  readonly waiting: Set<Waiter>;
}

export class SharedFetches<Waiter> {
  /** One for each url: another request for it that differs goes alone. */
  readonly #fetches = new Map<string, Fetch<Waiter>>();
  readonly #unshareable = new BoundedMap<string, true>(REMEMBERED);

  /**
   * A request wants to fetch.
   *
   * @param mayLead - False for one that others should not depend on.
   * @returns `lead`: it fetches for others too, and must say how it ends with {@link end}; `alone`: it fetches for itself;
   *   `wait`: it hears when the leader ends.
   */
  enter(request: CacheRequest, waiter: Waiter, mayLead: boolean): 'lead' | 'alone' | 'wait' {
    const { url } = request;
    if (this.#unshareable.get(url) === true || !mayShare(request)) return 'alone';
    const fetch = this.#fetches.get(url);
    if (fetch !== undefined) {
      if (!isSame(fetch.request, request)) return 'alone';
      fetch.waiting.add(waiter);
      return 'wait';
    }
    if (!mayLead) return 'alone';
    this.#fetches.set(url, { request, waiting: new Set() });
    return 'lead';
  }

  /** An answer has come that could have been shared after all. */
  allow(url: string): void {
    this.#unshareable.delete(url);
  }

  /** A request that waited does so no longer. Returns whether it waited. */
  leave(url: string, waiter: Waiter): boolean {
    return this.#fetches.get(url)?.waiting.delete(waiter) === true;
  }

  /**
   * The leader has ended, or sees from the head that nothing will be stored.
   *
   * @returns Who waited, in order.
   */
  end(url: string, outcome: FetchOutcome): Waiter[] {
    const fetch = this.#fetches.get(url);
    this.#fetches.delete(url);
    if (outcome === 'unshareable') this.#unshareable.set(url, true);
    return fetch === undefined ? [] : [...fetch.waiting];
  }
}
