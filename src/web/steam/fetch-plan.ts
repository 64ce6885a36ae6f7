/**
 * What `fetch` is to be called with for a request. Pure: from a command and the options in force to arguments.
 */
import { SendFlag, type RequestOptions, type SendCommand } from '../../link/index.js';
import { byteString } from '../byte-string.js';
import type { FetchArguments } from '../fetching.js';
import { pageOrigin } from '../page.js';

/** The header that a browser sends by itself, and that no page may send: this library's own default. */
const USER_AGENT = 'user-agent';

export interface FetchPlan extends FetchArguments {
  /** Scheme, host and port of the url. */
  readonly origin: string;
  /** Whether the answer may only come from the browser's cache. */
  readonly fromCache: boolean;
  /** Whether that is because of offline mode, and not because the request's own headers say so. */
  readonly offline: boolean;
}

/** Plans the fetch of a request. */
export function planFetch(command: SendCommand, { plainHeaders, maxRedirects, cacheSize }: RequestOptions): FetchPlan {
  const [, , , , method, url, headerText, , flags] = command;
  const headers = readHeaders(headerText ?? plainHeaders);
  const offline = (flags & SendFlag.OFFLINE) !== 0;
  const fromCache = offline || saysOnlyIfCached(headers);
  return {
    method,
    url,
    origin: new URL(url).origin,
    headers,
    fromCache,
    offline,
    cache: fromCache ? 'only-if-cached' : cacheSize === 0 ? 'no-store' : 'default',
    mode: fromCache ? 'same-origin' : 'cors',
    redirect: maxRedirects > 0 ? 'follow' : 'manual',
  };
}

/** Whether the cache can be asked alone: browsers allow that for a page's own origin. */
export function canAskCache({ origin }: FetchPlan): boolean {
  return origin === pageOrigin();
}

function readHeaders(text: string): [string, string][] {
  const headers: [string, string][] = [];
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (line !== '' && name.toLowerCase() !== USER_AGENT) headers.push([name, byteString(line.slice(colon + 2))]);
  }
  return headers;
}

function saysOnlyIfCached(headers: readonly [string, string][]): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'cache-control' && /\bonly-if-cached\b/i.test(value));
}
