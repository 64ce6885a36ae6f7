/**
 * What a redirect asks for: the next hop's method, url, headers and body (Fetch standard, HTTP-redirect fetch).
 *
 * Pure rules on strings. Headers are one text, `Name: value` and CRLF for each.
 */
import { parseUrl } from '../../parse-url.js';
import { basicAuthorization } from './proxies.js';

/** What one hop asks for. */
export interface Hop {
  readonly method: string;
  /** Absolute, normalized, without fragment and user information. */
  readonly url: string;
  readonly headers: string;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** A redirect that cannot be followed, and why, as a sentence. */
export interface BadRedirect {
  readonly problem: string;
}

/** Tells whether a status code with a `Location` asks to go there. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** Headers that speak of a body, and go where it goes (Fetch: request-body-header names, and what this client adds). */
const OF_THE_BODY = new Set(['content-encoding', 'content-language', 'content-location', 'content-type']);

/** Headers that are meant for one origin. */
const OF_THE_ORIGIN = new Set(['authorization', 'cookie', 'proxy-authorization', 'host']);

/** The hop that follows `hop` when it was answered with `status` and `location`. */
export function nextHop(hop: Hop, status: number, location: string): Hop | BadRedirect {
  const target = parseUrl(location, hop.url);
  if (target === null) return { problem: `its Location ${shown(location)} is no valid url` };
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    return { problem: `its Location ${shown(location)} is neither http:// nor https://, and is not followed` };
  }
  let { method, headers, body } = hop;
  const toGet =
    ((status === 301 || status === 302) && method === 'POST') ||
    (status === 303 && method !== 'GET' && method !== 'HEAD');
  if (toGet) {
    method = 'GET';
    body = null;
    headers = withoutHeaders(headers, OF_THE_BODY);
  }
  if (target.origin !== originOf(hop.url)) headers = withoutHeaders(headers, OF_THE_ORIGIN);
  const authorization = basicAuthorization(target);
  if (authorization !== null) {
    headers = `${withoutHeaders(headers, new Set(['authorization']))}Authorization: ${authorization}\r\n`;
  }
  return { method, url: withoutPrivateParts(target), headers, body };
}

/** Tells whether a header of this name, in lower case, is among `headers`. */
export function hasHeader(headers: string, name: string): boolean {
  return headers.split('\r\n').some((line) => nameOf(line) === name);
}

function withoutHeaders(headers: string, names: ReadonlySet<string>): string {
  let kept = '';
  for (const line of headers.split('\r\n')) {
    if (line !== '' && !names.has(nameOf(line))) kept += `${line}\r\n`;
  }
  return kept;
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).toLowerCase();
}

/** Scheme, host and port of a normalized url. */
export function originOf(url: string): string {
  return url.slice(0, pathStart(url));
}

/** Where the path of a normalized url begins. */
export function pathStart(url: string): number {
  return url.indexOf('/', 'https://'.length);
}

function withoutPrivateParts(url: URL): string {
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
