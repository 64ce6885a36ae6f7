/** A clock for tests: time passes when they say so. */
import type { Clock } from '#src/requests/deadlines.js';

export class ManualClock implements Clock {
  #now = 1000;
  readonly #alarms = new Set<{ at: number; call: () => void }>();

  now = (): number => this.#now;

  wake = (ms: number, call: () => void): (() => void) => {
    const alarm = { at: this.#now + ms, call };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  };

  /** How many alarms are set. */
  get alarms(): number {
    return this.#alarms.size;
  }

  /** Lets time pass, alarm by alarm. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#alarms.delete(due);
      this.#now = due.at;
      due.call();
    }
    this.#now = end;
  }
}
