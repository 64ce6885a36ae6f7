/** Lets a limited number of tasks run at a time. Urgent ones go before others, and each kind goes in order. */
export class Gate {
  readonly #limit: number;
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs a task when its turn has come; resolves or rejects as it does. */
  async pass<Result>(urgent: boolean, task: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.#limit) this.#running++;
    else await new Promise<void>((resolve) => (urgent ? this.#urgent : this.#others).push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#urgent.shift() ?? this.#others.shift();
      // The place goes to the next one, without being free in between.
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
