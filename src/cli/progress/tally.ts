/**
 * How many downloads ended, and how: for the bar of all of them and the line at the end.
 */
import { bytesText, durationText, rateText } from '../quantity.js';
import { Meter } from './meter.js';
import type { FileOutcome } from './progress.js';

/** Counts downloads and their bytes. */
export class Tally {
  /** All bytes that came in this run. */
  readonly meter: Meter;
  readonly #counts = new Map<FileOutcome, number>();

  /** @param files - How many downloads there are in all. */
  constructor(
    readonly files: number,
    now: number,
  ) {
    this.meter = new Meter(now);
  }

  /** How many are over. */
  get over(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Counts one that ended. */
  count(outcome: FileOutcome): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  /** Such as `5 files: 4 done, 1 failed; 157 MB in 6.2 s (25.3 MB/s)`; null for a single one, which has its own line. */
  summary(now: number): string | null {
    if (this.files < 2) return null;
    const outcomes = [...this.#counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    const ms = now - this.meter.begun;
    const pace = rateText((this.meter.bytes * 1000) / Math.max(ms, 1));
    return `${this.files} files: ${outcomes}; ${bytesText(this.meter.bytes)} in ${durationText(ms / 1000)} (${pace})`;
  }
}
