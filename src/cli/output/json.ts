/**
 * --json: an object for each request, for programs. Its members never change meaning; new ones may be added.
 */
import { isUtf8 } from 'node:buffer';
import { shownUrl, type Exchange } from '../exchange/exchange.js';
import { wholeMicroseconds } from '../quantity.js';

/** What else is known of a request, besides the exchange. */
export interface JsonExtras {
  /** Where the body was written to. */
  readonly file?: string;
  /** The size of the file, the bytes of earlier runs included. */
  readonly fileSize?: number;
  /** How many of them were there before. */
  readonly resumedFrom?: number;
  /** The body, where it was not written to a file. */
  readonly body?: Uint8Array;
}

/** One line of JSON about an exchange. */
export function jsonLine(exchange: Exchange, extras: JsonExtras = {}): string {
  const { plan, head, failure } = exchange;
  const { redirects, ...timings } = exchange.timings;
  const { body, ...others } = extras;
  return JSON.stringify({
    method: plan.method,
    url: shownUrl(plan.url),
    finalUrl: head === null ? null : shownUrl(head.url),
    redirects,
    status: head?.status ?? null,
    headers: head?.headers ?? [],
    bodySize: exchange.bodySize,
    cache: exchange.cacheStatus,
    startedAt: new Date(exchange.sentAt).toISOString(),
    timings: Object.fromEntries(
      Object.entries(timings).map(([step, ms]) => [step, ms === null ? null : wholeMicroseconds(ms)]),
    ),
    error: failure,
    ...others,
    ...(body === undefined ? {} : bodyMembers(body)),
  });
}

/** As text where it is text, else in base64. */
function bodyMembers(body: Uint8Array): object {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return isUtf8(buffer) ? { body: buffer.toString() } : { bodyBase64: buffer.toString('base64') };
}
