/** What part the cache had in a response: read from its slot when somebody asks. */
import { CacheUse, Slot } from '../link/index.js';
import type { HttpRequest } from './http-request.js';

/**
 * - `miss`: the response came from the server alone.
 * - `hit`: it came from the cache, and the server was not asked.
 * - `revalidated`: it came from the cache, and the server said that it still holds.
 * - `offline`: it was answered in offline mode, from the cache or, with status 504, not at all.
 */
export type HTTPCacheStatus = 'miss' | 'hit' | 'revalidated' | 'offline';

const words: Readonly<Record<number, HTTPCacheStatus>> = {
  [CacheUse.MISS]: 'miss',
  [CacheUse.HIT]: 'hit',
  [CacheUse.REVALIDATED]: 'revalidated',
  [CacheUse.OFFLINE]: 'offline',
};

/** The status of a request that has a response; `''` of another. */
export function cacheStatus(request: HttpRequest): HTTPCacheStatus | '' {
  return request.status === 0 ? '' : (words[request.figure(Slot.CACHE_USE)] ?? '');
}
