/**
 * The head of a request as it goes over the wire (RFC 9112 section 3).
 *
 * The caller's headers were checked on the caller's side (`checkHeaders`) and stand as they are; what is added here is
 * what only this side knows: Host, the length, the codings that can be undone, the proxy's credentials.
 */
import { needsContentLength } from '../../http1/index.js';
import { SendFlag } from '../../link/index.js';
import { ACCEPTED_CODINGS } from './decoding.js';
import type { Origin, Route } from './origin.js';
import { hasHeader, type Hop } from './redirects.js';

const ACCEPT_ENCODING = `Accept-Encoding: ${ACCEPTED_CODINGS}\r\n`;

/** @param headers - Those of the hop, and what goes with them this time. */
export function requestHead(
  { method, url, body }: Hop,
  headers: string,
  flags: number,
  origin: Origin,
  { proxy }: Route,
): string {
  // RFC 9112 section 3.2.2: a proxy gets the whole url, unless it is a tunnel.
  const toProxy = proxy !== null && !origin.secure;
  const target = toProxy ? url : url.slice(origin.key.length);
  let head = `${method} ${target} HTTP/1.1\r\n`;
  // A caller's Host does not outlive a redirect to another origin.
  if ((flags & SendFlag.HAS_HOST) === 0 || !hasHeader(headers, 'host')) head += `Host: ${origin.authority}\r\n`;
  head += headers;
  if ((flags & SendFlag.HAS_ACCEPT_ENCODING) === 0) head += defaultAcceptEncoding(headers);
  if (body !== null) head += `Content-Length: ${body.length}\r\n`;
  else if (needsContentLength(method)) head += 'Content-Length: 0\r\n';
  if (toProxy && proxy.authorization !== null) head += `Proxy-Authorization: ${proxy.authorization}\r\n`;
  return `${head}\r\n`;
}

/** The headers with a container's cookies behind the caller's own. */
export function withCookie(headers: string, cookie: string): string {
  if (cookie === '') return headers;
  const own = /^cookie:[ \t]*(.*)\r\n/im.exec(headers);
  if (own === null) return `${headers}Cookie: ${cookie}\r\n`;
  const rest = headers.slice(0, own.index) + headers.slice(own.index + own[0].length);
  return `${rest}Cookie: ${own[1] === '' ? '' : `${own[1]!}; `}${cookie}\r\n`;
}

/** A range of encoded bytes cannot be decoded (Fetch standard, HTTP-network-or-cache fetch, step 14). */
export function defaultAcceptEncoding(headers: string): string {
  const mayBeRange = headers.includes('ange:') || headers.includes('ANGE:');
  return mayBeRange && hasHeader(headers, 'range') ? 'Accept-Encoding: identity\r\n' : ACCEPT_ENCODING;
}
