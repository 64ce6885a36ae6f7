/**
 * Notices a program that polls for seconds without ever returning to the browser. On a page that never ends: nothing
 * arrives until the program has yielded, while in Node such a loop works.
 */

/** So many polls over such a time are no long frame, but a loop that waits. */
const POLLS = 1000;
const MILLISECONDS = 2000;

export class BusyPolling {
  #polls = 0;
  #since = 0;
  #armed = false;
  #told = false;
  readonly #yielded = (): void => {
    this.#armed = false;
  };

  /** Counts a poll that found nothing. True, once, when the program has not yielded for too long. */
  count(): boolean {
    if (!this.#armed) {
      this.#armed = true;
      this.#polls = 0;
      this.#since = performance.now();
      queueMicrotask(this.#yielded);
    }
    if (++this.#polls < POLLS || this.#told || performance.now() - this.#since < MILLISECONDS) return false;
    return (this.#told = true);
  }
}
