/**
 * What is known of one running download, and the words for it that both displays use.
 */
import { bytesText, durationText, rateText } from '../quantity.js';
import { Meter } from './meter.js';

/** One running download. */
export class FileState {
  readonly meter: Meter;
  /** Bytes that are there, those of an earlier run included. */
  have = 0;
  whole: number | null = null;
  /** Set while nothing comes. */
  waiting: string | null = 'connecting';

  constructor(
    readonly name: string,
    now: number,
  ) {
    this.meter = new Meter(now);
  }

  /** From 0 to 1, or null while the size is not known. */
  get fraction(): number | null {
    if (this.whole === null) return null;
    return this.whole === 0 ? 1 : Math.min(1, this.have / this.whole);
  }

  /** Takes what {@link FileProgress.size} said. */
  sized(have: number, whole: number | null): void {
    this.have = have;
    this.whole = whole;
    this.waiting = null;
  }

  /** Takes what {@link FileProgress.took} said. */
  took(bytes: number, now: number): void {
    this.have += bytes;
    this.waiting = null;
    this.meter.take(bytes, now);
  }

  /** Such as `12.0 MB of 200 MB`. */
  amount(): string {
    return this.whole === null ? bytesText(this.have) : `${bytesText(this.have)} of ${bytesText(this.whole)}`;
  }

  /** Such as `4.50 MB/s, 0:41 left`. */
  pace(now: number): string {
    return this.waiting ?? paceText(this.meter, this.whole === null ? null : this.whole - this.have, now);
  }

  /** Such as `200 MB in 12 s (16.1 MB/s)`. */
  summary(now: number): string {
    const ms = now - this.meter.begun;
    return `${bytesText(this.have)} in ${durationText(ms / 1000)} (${rateText((this.meter.bytes * 1000) / Math.max(ms, 1))})`;
  }
}

/** The rate of a meter and the time that the rest takes, as far as they are known. */
export function paceText(meter: Meter, left: number | null, now: number): string {
  const rate = meter.rate(now);
  if (rate === null) return '';
  const seconds = left === null ? null : meter.secondsFor(left, now);
  return seconds === null ? rateText(rate) : `${rateText(rate)}, ${durationText(Math.ceil(seconds))} left`;
}
