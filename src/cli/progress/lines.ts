/**
 * Progress where there is no terminal, such as in a log file: a line every few seconds for what goes on, and one for what
 * ended. No control characters.
 */
import { plainStyle } from '../terminal.js';
import { FileState } from './file-state.js';
import { outcomeLine } from './outcome-line.js';
import type { FileProgress, Progress } from './progress.js';
import { Tally } from './tally.js';

const EVERY_MS = 5000;

/** Plain lines. */
export class ProgressLines implements Progress {
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  readonly #tally: Tally;

  /** @param files - How many downloads there are in all. */
  constructor(write: (text: string) => void, files: number, now: () => number) {
    this.#tally = new Tally(files, now());
    this.#write = write;
    this.#now = now;
  }

  begin(name: string): FileProgress {
    const state = new FileState(name, this.#now());
    let shownAt = this.#now();
    return {
      size: (have, whole) => {
        state.sized(have, whole);
      },
      took: (bytes) => {
        const now = this.#now();
        state.took(bytes, now);
        this.#tally.meter.take(bytes, now);
        if (now - shownAt < EVERY_MS) return;
        shownAt = now;
        this.line(`${name}: ${state.amount()}, ${state.pace(now)}`);
      },
      waiting: (word) => {
        this.line(`${name}: ${word}`);
      },
      end: (outcome) => {
        this.#tally.count(outcome);
        this.line(outcomeLine(state, outcome, this.#now(), plainStyle));
      },
    };
  }

  line(text: string): void {
    this.#write(`${text}\n`);
  }

  end(): void {
    const summary = this.#tally.summary(this.#now());
    if (summary !== null) this.line(summary);
  }
}
