/**
 * Where things are in the waterfall, as parts of its width: a time axis for all requests, without the time in which there
 * were none, and the bars along it. Pure.
 */
import { axisTicks } from '#src/cli/pictures/time-axis.js';
import type { Step, StepKind } from '../runs/run.js';

/** A request as far as it can be drawn; times are the page's clock. */
export interface DrawnRun {
  readonly began: number;
  /** Null while it runs. */
  readonly ended: number | null;
  readonly steps: readonly Step[];
}

/** A part of a bar. */
export interface Bar {
  readonly kind: StepKind;
  /** Parts of the width, 0 to 1. */
  readonly left: number;
  readonly width: number;
}

/** A round moment of the axis. */
export interface Tick {
  readonly left: number;
  /** Milliseconds since the axis began, idle time not counted. */
  readonly ms: number;
}

export interface Axis {
  /** Where a moment of the page's clock is, 0 to 1. */
  position(time: number): number;
  readonly ticks: readonly Tick[];
  /** Where idle time was left out. */
  readonly cuts: readonly number[];
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Where it begins on the axis, in milliseconds. */
  readonly start: number;
}

/** Pauses shorter than this are drawn as they were. */
const SHORT_PAUSE_MS = 250;
/** What a longer one takes on the axis, of the time that is drawn. */
const CUT_PART = 0.015;

/** The axis for these requests. @param now - The end of those that still run. */
export function waterfallAxis(runs: readonly DrawnRun[], now: number): Axis {
  const busy = busyTimes(runs, now);
  const length = busy.reduce((sum, [from, to]) => sum + to - from, 0);
  const cut = length * CUT_PART;
  const stretches: Stretch[] = [];
  let start = 0;
  for (const [from, to] of busy) {
    stretches.push({ from, to, start });
    start += to - from + cut;
  }
  const span = Math.max(1, start - cut);
  return {
    position: (time) => clamp(axisTime(stretches, time) / span),
    ticks: axisTicks(span).map((ms) => ({ ms, left: ms / span })),
    cuts: stretches.slice(1).map((stretch) => (stretch.start - cut / 2) / span),
  };
}

/** The bar of a request: its steps, those of a kind in one. */
export function waterfallBars(run: DrawnRun, axis: Axis, now: number): Bar[] {
  const bars: Bar[] = [];
  for (const { kind, from, to } of run.steps) {
    if (kind === 'end') continue;
    const left = axis.position(from);
    const width = axis.position(to ?? run.ended ?? now) - left;
    const last = bars.at(-1);
    if (last?.kind === kind) bars[bars.length - 1] = { ...last, width: left + width - last.left };
    else if (width > 0) bars.push({ kind, left, width });
  }
  return bars;
}

/** How many milliseconds each kind of step took, in the order of the way. */
export function timeByKind(run: DrawnRun, now: number): Map<StepKind, number> {
  const times = new Map<StepKind, number>();
  for (const { kind, from, to } of run.steps) {
    if (kind !== 'end') times.set(kind, (times.get(kind) ?? 0) + (to ?? run.ended ?? now) - from);
  }
  return times;
}

/** The times in which any request ran, in order, short pauses included. */
function busyTimes(runs: readonly DrawnRun[], now: number): [number, number][] {
  const times = runs
    .map(({ began, ended }): [number, number] => [began, ended ?? now])
    .sort(([one], [other]) => one - other);
  const busy: [number, number][] = [];
  for (const [from, to] of times) {
    const last = busy.at(-1);
    if (last !== undefined && from - last[1] <= SHORT_PAUSE_MS) last[1] = Math.max(last[1], to);
    else busy.push([from, to]);
  }
  return busy;
}

function axisTime(stretches: readonly Stretch[], time: number): number {
  const stretch = stretches.findLast(({ from }) => from <= time);
  return stretch === undefined ? 0 : stretch.start + Math.min(time, stretch.to) - stretch.from;
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part));
}
