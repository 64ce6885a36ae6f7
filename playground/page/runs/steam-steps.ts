/**
 * The way of a Steam request, from what its signals showed while it ran and, once it is complete, its timings. Pure.
 */
import type { HTTPRequestTimings } from 'tickwire';
import type { Step, StepKind } from './run.js';

/** Moments on the page's clock, null while they have not come. */
export interface SteamMoments {
  readonly sent: number;
  /** Streaming: the headers were there. */
  readonly headers: number | null;
  /** Streaming: the first piece of the body was there. */
  readonly firstData: number | null;
  /** Streaming: how many pieces there have been. */
  readonly pieces: number;
  readonly completed: number | null;
}

interface Stretch {
  readonly kind: StepKind;
  readonly name: string;
  /** Null while it lasts. */
  readonly end: number | null;
}

/**
 * The steps in order and without gaps.
 *
 * @param timings - Of the completed request; without them nobody can tell the queue from the way to the server.
 * @param outcome - What the last moment is called.
 */
export function steamSteps(moments: SteamMoments, timings: HTTPRequestTimings | null, outcome: string): Step[] {
  const { sent, completed } = moments;
  const steps: Step[] = [];
  let from = sent;
  for (const { kind, name, end } of [...wayToServer(moments, timings), ...wayBack(moments, timings)]) {
    const to = end === null ? null : Math.min(Math.max(end, from), completed ?? Infinity);
    steps.push({ kind, name, from, to });
    from = to ?? from;
  }
  if (completed !== null) steps.push({ kind: 'end', name: outcome, from: completed, to: completed });
  return steps;
}

function wayToServer(moments: SteamMoments, timings: HTTPRequestTimings | null): Stretch[] {
  const { sent, headers, completed } = moments;
  if (timings === null) return [{ kind: 'queue', name: 'queued, sent', end: headers ?? completed }];
  const { queue, resolve, connect, tls, body, total, redirects } = timings;
  const answered = headers ?? (body === null ? completed : sent + total - body);
  const queued = sent + (queue ?? 0);
  if (redirects > 0) {
    // Timings are those of the last hop, so the way through the others is not told apart.
    const hops = `sent, ${redirects} redirect${redirects === 1 ? '' : 's'}`;
    return [{ kind: 'wait', name: hops, end: answered }];
  }
  const connecting = (resolve ?? 0) + (connect ?? 0) + (tls ?? 0);
  return [
    { kind: 'queue', name: 'queued', end: queued },
    ...(connecting > 0 ? [{ kind: 'connect', name: 'connecting', end: queued + connecting } as const] : []),
    { kind: 'wait', name: 'sent', end: answered },
  ];
}

function wayBack(
  { headers, firstData, pieces, completed }: SteamMoments,
  timings: HTTPRequestTimings | null,
): Stretch[] {
  if (headers === null) {
    const took = timings?.body ?? null;
    return took === null ? [] : [{ kind: 'body', name: 'data', end: completed }];
  }
  const head: Stretch = { kind: 'body', name: 'headers', end: firstData ?? completed };
  return firstData === null ? [head] : [head, { kind: 'body', name: `data × ${pieces}`, end: completed }];
}
