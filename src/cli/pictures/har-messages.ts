/**
 * The requests and responses of an HTTP Archive.
 */
import { STATUS_CODES } from 'node:http';
import type { HTTPRequestHop } from '../../steam/index.js';
import { fieldValue, type ExchangeFailure, type HeaderField, type RequestBody } from '../exchange/exchange.js';
import { headFields, headLines } from '../exchange/head-text.js';
import { REDACTED, shownAddress, shownField } from './redaction.js';

/** What went out. @param body - That of the first hop; a redirect may drop it. */
export function archivedRequest(hop: HTTPRequestHop, body: RequestBody | null, secrets: boolean): object {
  const { method, requestHead, requestBodySize } = hop;
  const url = secrets ? hop.url : shownAddress(hop.url);
  const fields = headFields(requestHead);
  const cookies = fieldValue(fields, 'Cookie');
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: cookies === null ? [] : cookies.split(/;\s*/).map((cookie) => archivedCookie(cookie, secrets)),
    headers: archivedFields(fields, secrets),
    queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
    headersSize: requestHead === '' ? -1 : Buffer.byteLength(requestHead),
    bodySize: requestBodySize,
    ...(body === null || requestBodySize === 0
      ? {}
      : { postData: { mimeType: body.type, text: secrets ? Buffer.from(body.bytes).toString() : '' } }),
  };
}

/**
 * What came back.
 *
 * @param size - Bytes of the decoded body.
 * @param failure - Why the request came to its end here, or null.
 */
export function archivedResponse(
  { status, responseHead, responseBodySize, cached }: HTTPRequestHop,
  size: number,
  failure: ExchangeFailure | null,
  secrets: boolean,
): object {
  const fields = headFields(responseHead);
  const location = fieldValue(fields, 'Location') ?? '';
  const cookies = fields.filter(([name]) => name.toLowerCase() === 'set-cookie');
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: headLines(responseHead)[0]?.split(' ', 1)[0] ?? 'unknown',
    cookies: cookies.map(([, cookie]) => archivedCookie(cookie.split(';', 1)[0]!, secrets)),
    headers: archivedFields(fields, secrets),
    content: { size, mimeType: fieldValue(fields, 'Content-Type') ?? 'x-unknown' },
    redirectURL: secrets ? location : shownAddress(location),
    headersSize: -1,
    bodySize: failure === null ? responseBodySize : -1,
    _transferSize: cached ? 0 : Buffer.byteLength(responseHead) + responseBodySize,
    ...(failure === null ? {} : { _error: failure.code }),
  };
}

function archivedFields(fields: readonly HeaderField[], secrets: boolean): object[] {
  return fields.map((field) => {
    const [name, value] = secrets ? field : shownField(field);
    return { name, value };
  });
}

function archivedCookie(cookie: string, secrets: boolean): object {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(cookie.trim()) ?? [];
  return { name, value: secrets ? value : REDACTED };
}
