/** What can go wrong with a fetch, in words: the rest of a page's failures are in requests/mishaps.ts. */
import { notCachedMishap, type Mishap } from '../../requests/mishaps.js';
import { isOnline } from '../page.js';
import { explainRefusedFetch } from '../refused-fetch.js';
import { canAskCache, type FetchPlan } from './fetch-plan.js';

/** No head came. */
export function refusedMishap(plan: FetchPlan): Mishap {
  const { reason, what } = explainRefusedFetch(plan);
  return { code: 'CONNECT_FAILED', phase: reason === 'offline' ? 'offline' : 'connect', what };
}

/** The head came, and not the whole body. */
export function brokenOffMishap(): Mishap {
  const cause = isOnline() ? 'the connection broke, or the content coding is invalid' : 'the browser is offline';
  const what = `the body ended before it was whole (${cause}; browsers do not tell pages more); ask again`;
  return { code: 'TRUNCATED', phase: 'body', what };
}

/** What may only come from the cache is not there, or the cache cannot be asked. */
export function uncachedMishap(plan: FetchPlan): Mishap {
  const mishap = notCachedMishap(plan.offline);
  if (canAskCache(plan)) return mishap;
  const what = 'browsers let a page ask the cache alone only for its own origin, and this is another; ask again online';
  return { ...mishap, what };
}

/** A redirect, where none is followed. */
export function redirectMishap(): Mishap {
  const what =
    'the server redirects, maxRedirects is 0, and browsers do not show pages a response that redirects; allow redirects';
  return { code: 'TOO_MANY_REDIRECTS', phase: 'redirect', what };
}
