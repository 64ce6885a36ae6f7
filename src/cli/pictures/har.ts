/**
 * --har: the exchanges as an HTTP Archive 1.2, which the network panels of browsers import.
 *
 * Bodies are left out: they may be large, and secret. Times are in milliseconds, -1 for what did not happen. Pure.
 */
import { STATUS_CODES } from 'node:http';
import { version } from '../../version.js';
import { fieldValue, type Exchange, type HeaderField } from '../exchange/exchange.js';
import { REDACTED, shownAddress, shownField, shownReference } from './redaction.js';

/** The archive as the text of a file. @param secrets - Whether credentials may be in it. */
export function harText(exchanges: readonly Exchange[], secrets: boolean): string {
  const log = {
    version: '1.2',
    creator: { name: 'tickwire', version },
    pages: [],
    entries: exchanges.map((exchange) => entry(exchange, secrets)),
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function entry(exchange: Exchange, secrets: boolean): object {
  const { timings, failure } = exchange;
  return {
    startedDateTime: new Date(exchange.sentAt).toISOString(),
    time: timings.total,
    request: request(exchange, secrets),
    response: response(exchange, secrets),
    cache: {},
    timings: harTimings(exchange),
    // The failure's sentence names the address, parameters included.
    ...(failure === null ? {} : { comment: secrets ? failure.message : `${failure.code} (${failure.phase})` }),
  };
}

function request({ plan, requestHeaders }: Exchange, secrets: boolean): object {
  const url = secrets ? plan.url : shownAddress(plan.url);
  const cookies = fieldValue(requestHeaders, 'Cookie');
  return {
    method: plan.method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: cookies === null ? [] : requestCookies(cookies, secrets),
    headers: fields(requestHeaders, secrets),
    queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: plan.body?.bytes.length ?? 0,
    ...(plan.body === null
      ? {}
      : { postData: { mimeType: plan.body.type, text: secrets ? text(plan.body.bytes) : '' } }),
  };
}

function response({ head, bodySize, failure }: Exchange, secrets: boolean): object {
  const headers = head?.headers ?? [];
  const location = fieldValue(headers, 'Location') ?? '';
  const cookies = headers.filter(([name]) => name.toLowerCase() === 'set-cookie');
  return {
    status: head?.status ?? 0,
    statusText: STATUS_CODES[head?.status ?? 0] ?? '',
    httpVersion: head === null ? 'unknown' : 'HTTP/1.1',
    cookies: cookies.map(([, cookie]) => pair(cookie.split(';', 1)[0]!, secrets)),
    headers: fields(headers, secrets),
    content: { size: bodySize, mimeType: fieldValue(headers, 'Content-Type') ?? 'x-unknown' },
    redirectURL: secrets ? location : shownReference(location),
    headersSize: -1,
    bodySize: failure === null ? wireSize(headers, bodySize) : -1,
    ...(failure === null ? {} : { _error: failure.code }),
  };
}

/** The bytes on the wire, where a decoded body is not as long as what came. */
function wireSize(headers: readonly HeaderField[], bodySize: number): number {
  if (fieldValue(headers, 'Content-Encoding') === null) return bodySize;
  const length = fieldValue(headers, 'Content-Length');
  return length === null ? -1 : Number(length);
}

/** HAR counts the TLS handshake into `connect`; redirects before the last hop count as `blocked`. */
function harTimings({ timings, redirects }: Exchange): object {
  const { queue, resolve, connect, tls, send, firstByte, body, total } = timings;
  const told = [resolve, connect, tls, send, firstByte, body].reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  return {
    blocked: redirects > 0 ? Math.max(0, total - told) : (queue ?? -1),
    dns: resolve ?? -1,
    connect: connect === null ? -1 : connect + (tls ?? 0),
    ssl: tls ?? -1,
    send: send ?? 0,
    wait: firstByte ?? 0,
    receive: body ?? 0,
  };
}

function fields(headers: readonly HeaderField[], secrets: boolean): object[] {
  return headers.map((field) => {
    const [name, value] = secrets ? field : shownField(field);
    return { name, value };
  });
}

function requestCookies(header: string, secrets: boolean): object[] {
  return header.split(/;\s*/).map((cookie) => pair(cookie, secrets));
}

function pair(cookie: string, secrets: boolean): object {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(cookie.trim()) ?? [];
  return { name, value: secrets ? value : REDACTED };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
