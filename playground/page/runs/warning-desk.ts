/**
 * Brings the library's warnings to the run they are about: to the one whose call is being made when they come.
 */
import { set_logger, type LogEntry } from 'tickwire';
import type { Run } from './run.js';

export class WarningDesk {
  #present: Run | null = null;

  constructor() {
    set_logger((entry) => {
      this.#receive(entry);
    });
  }

  /** Makes a call; warnings that come meanwhile are about this run. */
  during<T>(run: Run, call: () => T): T {
    const before = this.#present;
    this.#present = run;
    try {
      return call();
    } finally {
      this.#present = before;
    }
  }

  #receive({ source, message }: LogEntry): void {
    this.#present?.notice(`${source}: ${message}`);
  }
}
