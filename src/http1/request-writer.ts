/**
 * Writes the head of a request (RFC 9112 §3, §5), and checks what the caller wants in it.
 *
 * Text in, text out. The caller's headers are refused or sent as they are, never repaired: a repaired injection attempt
 * is still one.
 */
import { equalsWord, excerpt, isFieldValue, listTokens, TOKEN_CHARS } from './grammar.js';
import type { RequestFault } from './request-target.js';
import { hostOf } from './request-target.js';

/** What a request gets where the caller's headers do not say otherwise. */
export interface RequestDefaults {
  /** `Host` for targets that have no authority of their own, the port left out where it is the scheme's. */
  host: string;
  /** `User-Agent`. */
  userAgent: string;
  /** `Content-Length` in bytes, or -1 to send none. */
  contentLength: number;
}

const COLON = 58;

/** One bit for each header that has a default. */
const Given = {
  HOST: 1,
  CONTENT_LENGTH: 2,
  USER_AGENT: 4,
  ACCEPT: 8,
} as const;

/**
 * Checks the caller's headers, each `Name: value`: the name must be a token with the colon directly after it
 * (RFC 9112 §5.1), and CR, LF and NUL may stand nowhere (RFC 9110 §5.5).
 *
 * @returns What is wrong with the first bad one, or `null`.
 */
export function checkHeaders(headers: readonly string[]): RequestFault | null {
  for (const header of headers) {
    const problem = headerProblem(header);
    if (problem !== null) return { code: 'HEADER', message: `The header ${excerpt(header)} ${problem}` };
  }
  return null;
}

function headerProblem(header: string): string | null {
  if (!isFieldValue(header)) return 'has a line end or NUL character in it';
  const end = nameLength(header);
  if (end > 0 && header.charCodeAt(end) === COLON) return null;
  if (!header.includes(':')) return 'has no colon: write it as "Name: value"';
  if (end === 0 && header.charCodeAt(0) === COLON) return 'has no name before its colon';
  return 'has a character in its name that no header name may have';
}

/** How many characters of a token a header begins with. */
function nameLength(header: string): number {
  let end = 0;
  while (TOKEN_CHARS[header.charCodeAt(end)] === 1) end++;
  return end;
}

/** Tells whether a request with this method says `Content-Length: 0` when it has no body (RFC 9110 §8.6). */
export function needsContentLength(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

/** Tells whether headers, each `Name: value`, ask for the connection to be closed afterwards (RFC 9112 §9.6). */
export function headersSayClose(headers: readonly string[]): boolean {
  for (const header of headers) {
    if (header.charCodeAt(10) !== COLON || !equalsWord(header, 0, 10, 'connection')) continue;
    if (listTokens(header.slice(11)).includes('close')) return true;
  }
  return false;
}

/**
 * Writes the head of a request: the request line, the caller's headers as given, then whichever of `Host`,
 * `Content-Length`, `User-Agent` and `Accept` they do not give, and the empty line.
 *
 * @param method - A method, and
 * @param target - a target that `checkTarget` accepts. The `Host` of an absolute URL is that URL's.
 * @param headers - Headers that {@link checkHeaders} accepts. A `Transfer-Encoding` among them suppresses
 * `Content-Length` (RFC 9112 §6.2).
 * @returns The head as text; encode it as UTF-8.
 */
export function writeRequestHead(
  method: string,
  target: string,
  headers: readonly string[],
  defaults: RequestDefaults,
): string {
  let head = `${method} ${target} HTTP/1.1\r\n`;
  let given = 0;
  for (const header of headers) {
    head += `${header}\r\n`;
    given |= defaultGivenBy(header);
  }
  if ((given & Given.HOST) === 0) head += `Host: ${hostOf(method, target, defaults.host)}\r\n`;
  if ((given & Given.CONTENT_LENGTH) === 0 && defaults.contentLength >= 0) {
    head += `Content-Length: ${defaults.contentLength}\r\n`;
  }
  if ((given & Given.USER_AGENT) === 0) head += `User-Agent: ${defaults.userAgent}\r\n`;
  if ((given & Given.ACCEPT) === 0) head += 'Accept: */*\r\n';
  return `${head}\r\n`;
}

/** Which default a header replaces, as a bit of {@link Given}; 0 for none. */
function defaultGivenBy(header: string): number {
  const colon = header.indexOf(':');
  switch (colon) {
    case 4:
      return equalsWord(header, 0, colon, 'host') ? Given.HOST : 0;
    case 6:
      return equalsWord(header, 0, colon, 'accept') ? Given.ACCEPT : 0;
    case 10:
      return equalsWord(header, 0, colon, 'user-agent') ? Given.USER_AGENT : 0;
    case 14:
      return equalsWord(header, 0, colon, 'content-length') ? Given.CONTENT_LENGTH : 0;
    case 17:
      return equalsWord(header, 0, colon, 'transfer-encoding') ? Given.CONTENT_LENGTH : 0;
    default:
      return 0;
  }
}
