/**
 * Shared memory in which the I/O thread writes how far each request is (its layout is drawn at link's `Slot`).
 *
 * Slots come in pages and are used again; here is who has which. A slot speaks of a request only from the moment its
 * OWNER says so: before, it may still hold the numbers of the one that had it last.
 */
import { SLOTS_PER_PAGE, SLOT_LENGTH, Slot, allocateMemory, type CommonMemory } from '../link/index.js';

export class SlotPages {
  readonly #announce: (page: number, memory: CommonMemory) => void;
  readonly #pages: Float64Array[] = [];
  readonly #free: number[] = [];
  #used = 0;

  /** @param announce - Told of each new page before a slot of it is given out. */
  constructor(announce: (page: number, memory: CommonMemory) => void) {
    this.#announce = announce;
  }

  /** How many slots were ever needed at the same time. */
  get size(): number {
    return this.#used;
  }

  /** Gives out a slot. */
  take(): number {
    return this.#free.pop() ?? this.#grow();
  }

  /** Takes a slot back. */
  release(slot: number): void {
    this.#free.push(slot);
  }

  /**
   * A number of a slot.
   *
   * @returns NaN while the slot does not speak of `owner` yet.
   */
  read(slot: number, owner: number, field: number): number {
    const page = this.#pages[Math.floor(slot / SLOTS_PER_PAGE)]!;
    const base = (slot % SLOTS_PER_PAGE) * SLOT_LENGTH;
    return page[base + Slot.OWNER] === owner ? page[base + field]! : NaN;
  }

  #grow(): number {
    const slot = this.#used++;
    const page = Math.floor(slot / SLOTS_PER_PAGE);
    if (page === this.#pages.length) {
      const memory = allocateMemory(SLOTS_PER_PAGE * SLOT_LENGTH * 8);
      this.#pages.push(new Float64Array(memory));
      this.#announce(page, memory);
    }
    return slot;
  }
}
