/**
 * Which url a cookie is set for that a program hands over with a host and a url or path (`setHTTPCookie`).
 */
import { parseUrl } from '../parse-url.js';

const NAME = /^[^\s/?#@\\:]+$/;
const IPV6 = /^\[?([\da-f.]*:[\da-f:.]*)\]?$/i;

/**
 * The url that stands for `host` and `url` together, or null when they do not fit.
 *
 * @param host - A host name or address, without scheme and port.
 * @param url - An absolute `http:` or `https:` url whose host is `host` or lies below it, or a path on `host`. A path says
 *   nothing about the scheme, so it stands for `https:`, where every kind of cookie may be set.
 */
export function cookiePlace(host: string, url: string): URL | null {
  const base = parseHost(host);
  if (base === null) return null;
  if (url.startsWith('/')) return url.startsWith('//') ? null : parseUrl(base.origin + url);
  const place = parseUrl(url);
  if (place === null || (place.protocol !== 'http:' && place.protocol !== 'https:')) return null;
  return isAtOrBelow(place.hostname, base.hostname) ? place : null;
}

function parseHost(host: string): URL | null {
  const address = IPV6.exec(host)?.[1];
  if (address !== undefined) return parseUrl(`https://[${address}]/`);
  return NAME.test(host) ? parseUrl(`https://${host}/`) : null;
}

function isAtOrBelow(hostname: string, base: string): boolean {
  const isAddress = base.startsWith('[') || /^[\d.]+$/.test(base);
  return hostname === base || (!isAddress && hostname.endsWith(`.${base}`));
}
