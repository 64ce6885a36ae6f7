/** A response's head in the form in which it is told, and what a browser shows of it. */
import { utf8OrLatin1 } from '../../http1/index.js';

export interface ResponseFacts {
  /** The number from the wire. */
  readonly status: number;
  /** `Name: value` and CRLF each; the names in lower case, repeated ones joined, as browsers give them. */
  readonly headers: string;
  /** Where it came from after redirects; `''` when that is where it was asked for. */
  readonly url: string;
  /** Bytes that the body will have, or -1. */
  readonly expected: number;
}

/** Reads the head of a response. */
export function readHead({ status, headers, redirected, url, body }: Response): ResponseFacts {
  let text = '';
  headers.forEach((value, name) => (text += `${name}: ${utf8OrLatin1(value)}\r\n`));
  return { status, headers: text, url: redirected ? url : '', expected: body === null ? -1 : expectedLength(headers) };
}

/** `Content-Length` speaks of the coded body, but pages only get to see the decoded one. */
function expectedLength(headers: Headers): number {
  const length = headers.get('content-length');
  return length === null || !/^\d+$/.test(length) || headers.has('content-encoding') ? -1 : Number(length);
}
