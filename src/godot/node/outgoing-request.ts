/**
 * From the arguments of HTTPClient.request to what goes on the wire: checks everything, then writes the head.
 *
 * Nothing is sent here. A request that must not go out is a reason, as a sentence.
 */
import {
  checkHeaders,
  checkTarget,
  headersSayClose,
  needsContentLength,
  writeRequestHead,
  type RequestDefaults,
} from '../../http1/index.js';
import type { PreparedRequest, RequestArguments } from '../connection.js';
import { nameIs } from '../header-name.js';
import type { Route } from './connection-plan.js';
import { userAgent } from './user-agent.js';

/** A request that may go out. */
export interface OutgoingRequest extends PreparedRequest {
  readonly method: string;
  readonly head: string;
  /** The connection cannot be used again afterwards, by the request's own `Connection: close`. */
  readonly closes: boolean;
  /** The peer may hand the connection over in its answer: what follows the head is then not HTTP. */
  readonly mayHandOver: boolean;
}

/**
 * @param route - How requests are written on the connection: an HTTP proxy gets absolute URLs, and its credentials.
 * @returns The request, or the reason why it must not go out.
 */
export function prepareRequest(asked: RequestArguments, route: Route): OutgoingRequest | string {
  const { method } = asked;
  const fault = checkTarget(method, asked.url) ?? checkHeaders(asked.headers);
  if (fault !== null) return fault.message;
  const { headers, corrections } = correctLengths(asked.headers, asked.bodyLength);
  const contentLength = asked.bodyLength > 0 || needsContentLength(method) ? asked.bodyLength : -1;
  const defaults: RequestDefaults = { host: route.host, userAgent, contentLength };
  const fields = withProxyAuthorization(headers, route.proxyAuthorization);
  return {
    method,
    head: writeRequestHead(method, targetOn(route, asked.url), fields, defaults),
    closes: headersSayClose(headers),
    mayHandOver: method === 'CONNECT' || headers.some((header) => nameIs(header, 'upgrade')),
    corrections,
  };
}

/** The target as the other end wants it: an HTTP proxy gets a path as an absolute URL (RFC 9112 section 3.2.2). */
function targetOn({ origin }: Route, url: string): string {
  if (origin === null) return url;
  // OPTIONS of the whole server is a URL without a path there (RFC 9112 section 3.2.4).
  if (url === '*') return origin;
  return url.startsWith('/') ? origin + url : url;
}

function withProxyAuthorization(headers: readonly string[], authorization: string | null): readonly string[] {
  if (authorization === null || headers.some((header) => nameIs(header, 'proxy-authorization'))) return headers;
  return [...headers, `Proxy-Authorization: ${authorization}`];
}

/**
 * A `Content-Length` that is not the body's would make the server wait for bytes that never come, or take a part of the
 * body for the next request (RFC 9110 section 8.6); beside `Transfer-Encoding` it must not be sent (RFC 9112 section 6.2).
 */
function correctLengths(
  given: readonly string[],
  bodyLength: number,
): { headers: readonly string[]; corrections: string[] } {
  if (!given.some((header) => nameIs(header, 'content-length'))) return { headers: given, corrections: [] };
  const corrections: string[] = [];
  const encoded = given.some((header) => nameIs(header, 'transfer-encoding'));
  const headers = given.flatMap((header) => {
    if (!nameIs(header, 'content-length')) return [header];
    if (encoded) {
      corrections.push('Content-Length was left out: it must not stand beside Transfer-Encoding');
      return [];
    }
    if (header.slice(header.indexOf(':') + 1).trim() === String(bodyLength)) return [header];
    corrections.push(`"${header}" was replaced: the body has ${bodyLength} bytes (characters are not bytes)`);
    return [`Content-Length: ${bodyLength}`];
  });
  return { headers, corrections };
}
