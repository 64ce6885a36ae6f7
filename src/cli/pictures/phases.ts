/**
 * An exchange as a row of phases, each with where it begins and how long it takes: what the waterfall draws.
 */
import type { Exchange } from '../exchange/exchange.js';

/** The phases, in the order in which they happen. */
export const phaseKinds = ['queue', 'redirects', 'resolve', 'connect', 'tls', 'send', 'wait', 'body'] as const;
export type PhaseKind = (typeof phaseKinds)[number];

/** One phase of an exchange, in milliseconds since the command began. */
export interface PhaseSpan {
  readonly kind: PhaseKind;
  readonly from: number;
  readonly duration: number;
}

/**
 * The phases that took time. They follow each other without gaps; timings are those of the last hop, so the time that
 * redirects took is what they leave of the total.
 */
export function phaseSpans({ timings, sentAfterMs }: Exchange): PhaseSpan[] {
  const { queue, resolve, connect, tls, send, firstByte, body, total, redirects } = timings;
  const told = [queue, resolve, connect, tls, send, firstByte, body].reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  const durations: Readonly<Record<PhaseKind, number>> = {
    queue: queue ?? 0,
    redirects: redirects > 0 ? Math.max(0, total - told) : 0,
    resolve: resolve ?? 0,
    connect: connect ?? 0,
    tls: tls ?? 0,
    send: send ?? 0,
    wait: firstByte ?? 0,
    body: body ?? 0,
  };
  const spans: PhaseSpan[] = [];
  let from = sentAfterMs;
  for (const kind of phaseKinds) {
    const duration = durations[kind];
    if (duration > 0) spans.push({ kind, from, duration });
    from += duration;
  }
  return spans;
}
