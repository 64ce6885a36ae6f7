/**
 * Heads and timings as text: for -i, -I and --verbose. Pure.
 */
import { STATUS_CODES } from 'node:http';
import type { Exchange, HeaderField, RequestPlan, ResponseHead } from '../exchange/exchange.js';

/** The lines of a request's head, as it goes out to a server. */
export function requestHeadLines(plan: RequestPlan, headers: readonly HeaderField[]): string[] {
  const { pathname, search } = new URL(plan.url);
  return [`${plan.method} ${pathname}${search} HTTP/1.1`, ...fieldLines(headers)];
}

/** The lines of a response's head. */
export function responseHeadLines({ status, headers }: ResponseHead): string[] {
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd(), ...fieldLines(headers)];
}

/** The response's head as -i and -I print it. */
export function headText(head: ResponseHead): string {
  return [...responseHeadLines(head), '', ''].join('\r\n');
}

const phases = ['queue', 'resolve', 'connect', 'tls', 'send', 'firstByte', 'body'] as const;
const phaseNames: Readonly<Record<string, string>> = { tls: 'TLS', firstByte: 'first byte' };

/** How long it took and where the time went: `12.3 ms: resolve 1.2, connect 0.3, ...`. */
export function timingsText({ timings }: Exchange): string {
  const parts = phases.flatMap((phase) => {
    const ms = timings[phase];
    return ms === null ? [] : [`${phaseNames[phase] ?? phase} ${ms.toFixed(1)}`];
  });
  return `${timings.total.toFixed(1)} ms${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

function fieldLines(fields: readonly HeaderField[]): string[] {
  return fields.map(([name, value]) => `${name}: ${value}`);
}
