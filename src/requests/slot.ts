/**
 * The I/O thread's view on the shared slots of an instance: progress and timings, told without messages (their layout is
 * drawn in link/request-protocol.ts).
 */
import { CacheUse, SLOTS_PER_PAGE, SLOT_LENGTH, Slot, type CommonMemory } from '../link/index.js';

export class SlotPages {
  readonly #pages: Float64Array[] = [];

  add(page: number, memory: CommonMemory): void {
    this.#pages[page] = new Float64Array(memory);
  }

  /** The page that has a slot. */
  pageOf(slot: number): Float64Array {
    const page = this.#pages[Math.floor(slot / SLOTS_PER_PAGE)];
    if (page === undefined) throw new Error(`slot ${slot} has no memory`);
    return page;
  }
}

/** Where in its page a slot begins. */
export function slotStart(slot: number): number {
  return (slot % SLOTS_PER_PAGE) * SLOT_LENGTH;
}

/** Readies a slot for the request with this handle. */
export function resetSlot(page: Float64Array, start: number, handle: number): void {
  page[start + Slot.RECEIVED] = 0;
  page[start + Slot.EXPECTED] = -1;
  page[start + Slot.SENT] = 0;
  page[start + Slot.DECODED] = 0;
  // A loop: `fill` is a call out of compiled code, for seven numbers.
  for (let field = start + Slot.QUEUE_TIME; field < start + Slot.REDIRECTS; field++) page[field] = NaN;
  page[start + Slot.REDIRECTS] = 0;
  page[start + Slot.CACHE_USE] = CacheUse.MISS;
  page[start + Slot.OWNER] = handle;
}
