/**
 * Decides how a response's body ends and whether its connection can carry another request (RFC 9112 §6.3, §9.3).
 *
 * It looks at the status, the request's method and three fields; it sees no bytes.
 */
import type { Framing, HttpFault } from './events.js';
import type { HeadParser } from './head-parser.js';
import { allIn, charTable, excerpt, listTokens, trimBlanks } from './grammar.js';

const DIGITS = charTable('0123456789');

/** The outcome of one decision; {@link decide} fills it. */
export class MessageFraming {
  framing: Framing = 'none';
  /** The declared length in bytes, or -1. */
  contentLength = -1;
  /** Whether the connection can be used again once the message has ended. */
  reusable = false;

  /**
   * @param method - The request's method, in upper case.
   * @param fields - The head just parsed.
   * @param requestSaysClose - Whether the request had `Connection: close`.
   * @returns What is wrong with the framing fields, or `null`.
   */
  decide(method: string, status: number, fields: HeadParser, requestSaysClose: boolean): HttpFault | null {
    const { contentLength, transferEncoding } = fields;
    this.contentLength = -1;
    this.reusable = false;
    // RFC 9112 §6.3 (2): lengths in a 2xx answer to CONNECT are ignored.
    if (status === 101 || (method === 'CONNECT' && status >= 200 && status <= 299)) {
      this.framing = 'upgrade';
      return null;
    }
    const minorVersion = fields.head?.minorVersion ?? 0;
    this.reusable = !requestSaysClose && keepsAlive(minorVersion, fields.connection);
    // RFC 9112 §6.1: after a length beside a coding, or a coding in HTTP/1.0, the connection is not trusted further.
    if (transferEncoding !== null && (contentLength !== null || minorVersion === 0)) this.reusable = false;
    if (method === 'HEAD' || status === 204 || status === 304) return this.withoutBody(status, fields);
    if (transferEncoding !== null) return this.coded(transferEncoding);
    if (contentLength !== null) {
      this.framing = 'length';
      return this.counted(contentLength);
    }
    // RFC 9112 §6.3 (8).
    this.framing = 'until-close';
    this.reusable = false;
    return null;
  }

  /** RFC 9112 §6.3 (1). The length of HEAD and 304 is information; a 204 has none (RFC 9110 §8.6). */
  private withoutBody(status: number, fields: HeadParser): HttpFault | null {
    this.framing = 'none';
    if (status === 204) {
      this.contentLength = 0;
      return null;
    }
    if (fields.contentLength === null || fields.transferEncoding !== null) return null;
    return this.counted(fields.contentLength);
  }

  /** RFC 9112 §6.3 (4): chunked if that is the last coding, else until the connection closes. */
  private coded(transferEncoding: string): HttpFault | null {
    const codings = listTokens(transferEncoding);
    const first = codings.indexOf('chunked');
    // RFC 9112 §6.1: chunked must not be applied twice.
    if (first !== codings.lastIndexOf('chunked')) {
      const message = `The response says it is chunked more than once: Transfer-Encoding ${excerpt(transferEncoding)}`;
      return { code: 'TRANSFER_ENCODING', message };
    }
    const isChunked = first >= 0 && first === codings.length - 1;
    this.framing = isChunked ? 'chunked' : 'until-close';
    if (!isChunked) this.reusable = false;
    return null;
  }

  /** RFC 9112 §6.3 (5): one valid number, or a list of equal ones. */
  private counted(contentLength: string): HttpFault | null {
    let length = -1;
    for (let at = 0; at <= contentLength.length;) {
      const comma = contentLength.indexOf(',', at);
      const end = comma < 0 ? contentLength.length : comma;
      const value = parseLength(trimBlanks(contentLength, at, end));
      if (value < 0 || (length >= 0 && value !== length)) return badLength(contentLength, value);
      length = value;
      at = end + 1;
    }
    this.contentLength = length;
    return null;
  }
}

/** RFC 9112 §9.3: HTTP/1.1 keeps the connection unless `close` is said, HTTP/1.0 only when `keep-alive` is said. */
function keepsAlive(minorVersion: number, connection: string | null): boolean {
  if (connection === null) return minorVersion > 0;
  if (connection === 'keep-alive') return true;
  const options = listTokens(connection);
  return !options.includes('close') && (minorVersion > 0 || options.includes('keep-alive'));
}

/** A decimal number; -1 when it is none, or -2 above 2^53-1, where numbers stop being exact. */
function parseLength(text: string): number {
  if (text === '' || !allIn(DIGITS, text, 0, text.length)) return -1;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : -2;
}

function badLength(contentLength: string, value: number): HttpFault {
  let what = 'is not a number';
  if (value === -2) what = 'is above 2^53-1';
  else if (value >= 0) what = 'has differing values';
  return { code: 'CONTENT_LENGTH', message: `The response's Content-Length ${what}: ${excerpt(contentLength)}` };
}
