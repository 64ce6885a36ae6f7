/** The deadline that every byte moves: it stays where it is, and is set anew when it turns out to be too early. */
import type { Deadlines, Timed } from '../../requests/deadlines.js';

/** Whose quiet is watched. */
export interface Watched {
  /** Whether nothing can come, because the program does not take what is there. */
  readonly stalled: boolean;
  /** It was quiet for too long. */
  quiet(): void;
}

export class ActivityWatch implements Timed {
  rank = 0;
  heapIndex = -1;
  readonly #deadlines: Deadlines;
  readonly #watched: Watched;
  readonly #limit: number;
  #since = 0;

  /** @param limit - How long it may be quiet, in milliseconds; 0 for as long as it likes. */
  constructor(deadlines: Deadlines, limit: number, watched: Watched) {
    this.#deadlines = deadlines;
    this.#limit = limit;
    this.#watched = watched;
  }

  /** @param grace - Milliseconds in which it is busy without showing it. */
  begin(grace: number): void {
    if (this.#limit === 0) return;
    this.#since = this.#deadlines.now() + grace;
    this.#deadlines.set(this, this.#since + this.#limit);
  }

  /** Something happened. */
  note(): void {
    this.#since = this.#deadlines.now();
  }

  end(): void {
    this.#deadlines.clear(this);
  }

  expire(now: number): void {
    // A program that does not take what is there is no fault of the network.
    if (this.#watched.stalled) this.#since = now;
    const due = this.#since + this.#limit;
    if (due > now) this.#deadlines.set(this, due);
    else this.#watched.quiet();
  }
}
