/**
 * Round numbers along a time axis, and times in the unit that suits them.
 */

const MOST_TICKS = 8;

/** Moments from 0 to `span` milliseconds at a round distance: 1, 2 or 5 times a power of ten. */
export function axisTicks(span: number): number[] {
  const power = 10 ** Math.floor(Math.log10(span / MOST_TICKS));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= MOST_TICKS) ?? power * 10;
  return Array.from({ length: Math.floor(span / step + 1e-9) + 1 }, (_none, index) => index * step);
}

/** Milliseconds as `0.4 ms`, `18 ms` or `2.31 s`. */
export function timeText(ms: number): string {
  if (ms >= 1000) return `${Number((ms / 1000).toPrecision(3))} s`;
  return `${ms >= 10 ? Math.round(ms) : Number(ms.toFixed(ms >= 1 ? 1 : 2))} ms`;
}
