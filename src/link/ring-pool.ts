/**
 * First rings of closed streams, to be used again: a program that connects often would otherwise leave a quarter of a
 * megabyte behind each time, until both threads happen to collect their garbage.
 *
 * The I/O thread says in RELEASED when nothing of it can write into the memory any more. Until then it is not touched.
 */
import { allocateRing, CONTROL_WORDS, FIRST_CAPACITY, RELEASED, type CommonMemory } from './layout.js';

/** More than this many are left to the garbage collector: 8 MiB. */
const LIMIT = 32;

export class RingPool {
  readonly #rings: Int32Array<CommonMemory>[] = [];

  /** The memory of a first ring, empty. */
  take(): CommonMemory {
    const index = this.#rings.findIndex((words) => Atomics.load(words, RELEASED) === 1);
    const [words] = index < 0 ? [] : this.#rings.splice(index, 1);
    if (words === undefined) return allocateRing(FIRST_CAPACITY);
    words.fill(0);
    return words.buffer;
  }

  /** Takes the memory of a stream whose end was commanded. */
  give(memory: CommonMemory): void {
    if (this.#rings.length === LIMIT) this.#rings.shift();
    this.#rings.push(new Int32Array(memory, 0, CONTROL_WORDS));
  }
}
