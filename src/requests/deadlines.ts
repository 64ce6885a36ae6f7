/**
 * All deadlines of a request service behind one timer.
 *
 * It knows nothing of requests: something has a deadline, and is told when it is over. Whoever has a deadline that moves
 * with every byte leaves it in place, and sets it anew when it is told too early: that costs nothing per byte.
 */
import { RankedHeap, type Ranked } from './ranked-heap.js';

/** What can have a deadline. */
export interface Timed extends Ranked {
  /** The deadline is over. It is set no more; it may be set again. */
  expire(now: number): void;
}

/** Time, as the deadlines need it. */
export interface Clock {
  /** Milliseconds, from any beginning, never backward. */
  now(): number;
  /** Calls back once, `ms` milliseconds from now or later; the result calls it off. */
  wake(ms: number, call: () => void): () => void;
}

export class Deadlines {
  readonly #clock: Clock;
  readonly #heap = new RankedHeap<Timed>();
  #alarm = Infinity;
  #callOff: () => void = () => undefined;
  readonly #ring = (): void => {
    this.#alarm = Infinity;
    this.#sweep(this.#clock.now());
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** How many deadlines there are. */
  get size(): number {
    return this.#heap.size;
  }

  /** Sets or moves the deadline of `item`. */
  set(item: Timed, at: number): void {
    this.#heap.set(item, at);
    this.#arm();
  }

  /** Moves the deadline of `item` only if that makes it earlier, or if it has none. */
  advance(item: Timed, at: number): void {
    if (item.heapIndex < 0 || at < item.rank) this.set(item, at);
  }

  clear(item: Timed): void {
    this.#heap.delete(item);
  }

  #sweep(now: number): void {
    for (let item = this.#heap.first; item !== undefined && item.rank <= now; item = this.#heap.first) {
      this.#heap.delete(item);
      item.expire(now);
    }
    this.#arm();
  }

  /** An alarm that comes too early does no harm, so it is only ever moved forward. */
  #arm(): void {
    const first = this.#heap.first;
    if (first === undefined || first.rank >= this.#alarm) return;
    this.#callOff();
    this.#alarm = first.rank;
    // setTimeout takes at most 2^31-1.
    const ms = Math.min(Math.max(Math.ceil(first.rank - this.#clock.now()), 1), 0x7fffffff);
    this.#callOff = this.#clock.wake(ms, this.#ring);
  }
}
