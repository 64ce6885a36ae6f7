/**
 * Keeps the I/O thread awake for a moment after it had something to do.
 *
 * What comes next, an answer from a server nearby or the program's next request, often comes within microseconds, and to
 * fall asleep and be woken takes longer than that (docs/performance.md). While it lasts the loop looks for news without
 * waiting, so nothing is held up by it.
 */

/** Long enough for a server on the same machine or next to it; short enough to cost a program at 60 Hz nothing. */
const AWAKE_MS = 0.05;

export class Vigil {
  #until = 0;
  #kept = false;
  readonly #look = (): void => {
    if (performance.now() < this.#until) setImmediate(this.#look);
    else this.#kept = false;
  };

  /** Something was done just now. */
  readonly prolong = (): void => {
    this.#until = performance.now() + AWAKE_MS;
    if (this.#kept) return;
    this.#kept = true;
    setImmediate(this.#look);
  };
}
