/**
 * How much came, how fast it comes, and how long the rest will take.
 *
 * The rate is that of the last few seconds, so that it follows the network without jumping. Time is passed in.
 */

const WINDOW_MS = 4000;
const STEP_MS = 250;

interface Mark {
  readonly at: number;
  readonly bytes: number;
}

/** Measures bytes over time. */
export class Meter {
  readonly begun: number;
  #bytes = 0;
  /** How much had come at some moments of the window, the oldest first. */
  #marks: Mark[];

  /** @param now - The time in milliseconds. */
  constructor(now: number) {
    this.begun = now;
    this.#marks = [{ at: now, bytes: 0 }];
  }

  /** The bytes that came since it began. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Counts bytes. */
  take(bytes: number, now: number): void {
    this.#bytes += bytes;
    const last = this.#marks.at(-1)!;
    if (now - last.at >= STEP_MS) this.#marks.push({ at: now, bytes: this.#bytes });
  }

  /** Bytes a second of late, or null while that cannot be said yet. */
  rate(now: number): number | null {
    while (this.#marks.length > 1 && now - this.#marks[0]!.at > WINDOW_MS) this.#marks.shift();
    const { at, bytes } = this.#marks[0]!;
    return now - at < STEP_MS ? null : ((this.#bytes - bytes) * 1000) / (now - at);
  }

  /** Seconds until `left` more bytes came at that rate, or null when that cannot be said. */
  secondsFor(left: number, now: number): number | null {
    const rate = this.rate(now);
    return rate === null || rate < 1 ? null : left / rate;
  }
}
