/**
 * All requests of the page, the newest last, and which one is looked at. It knows no document: views read it.
 */
import type { Interface, RequestDraft } from '../request/draft.js';
import { Run } from './run.js';
import type { Clock, Runner } from './runner.js';

/** More than these are not kept: the oldest that are over go first. */
const MOST_RUNS = 200;

export class RunList {
  #runs: readonly Run[] = [];
  #selected: Run | null = null;
  #began = 0;
  #changes = 0;
  readonly #running = new Set<Run>();
  readonly #runners: Readonly<Record<Interface, Runner>>;
  readonly #now: Clock;
  readonly #onEnd: (run: Run) => void;

  /** @param onEnd - Told of each run when it is over. */
  constructor(runners: Readonly<Record<Interface, Runner>>, now: Clock, onEnd: (run: Run) => void) {
    this.#runners = runners;
    this.#now = now;
    this.#onEnd = onEnd;
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  get selected(): Run | null {
    return this.#selected;
  }

  /** How many are under way. */
  get running(): number {
    return this.#running.size;
  }

  /** Grows with every change of the list or of a run in it. */
  get version(): number {
    return this.#changes;
  }

  /** Sends a request `times` times at once, and selects the first of them. */
  start(draft: RequestDraft, times = 1): void {
    const changed = (): void => {
      this.#changes++;
    };
    const begun = Array.from({ length: times }, () => new Run(++this.#began, draft, this.#now(), changed));
    this.#runs = withoutOldest([...this.#runs, ...begun]);
    this.select(begun[0] ?? null);
    for (const run of begun) {
      this.#running.add(run);
      this.#runners[draft.interface].start(run);
    }
    this.#settle();
  }

  /** Moves all on; to be called once a frame. */
  advance(deadline: number): void {
    for (const runner of Object.values(this.#runners)) runner.advance(deadline);
    this.#settle();
  }

  select(run: Run | null): void {
    this.#selected = run;
    this.#changes++;
  }

  cancel(run: Run): void {
    this.#runners[run.draft.interface].cancel(run);
    this.#settle();
  }

  cancelAll(): void {
    for (const run of [...this.#running]) this.cancel(run);
  }

  /** Forgets those that are over. */
  clear(): void {
    this.#runs = this.#runs.filter((run) => run.state === 'running');
    this.select(this.#runs.at(-1) ?? null);
  }

  #settle(): void {
    for (const run of this.#running) {
      if (run.state === 'running') continue;
      this.#running.delete(run);
      this.#onEnd(run);
    }
  }
}

function withoutOldest(runs: readonly Run[]): readonly Run[] {
  let surplus = runs.length - MOST_RUNS;
  return runs.filter((run) => run.state === 'running' || surplus-- <= 0);
}
