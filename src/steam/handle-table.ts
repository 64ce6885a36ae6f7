/**
 * Handles: numbers under which requests are known to the program.
 *
 * A handle is a uint32, never 0, and never that of something that is still alive. A released one comes back only after
 * all others were used.
 */
const LAST = 0xffff_ffff;

export class HandleTable<Item> {
  readonly #items = new Map<number, Item>();
  #last: number;

  /** @param last - The handle before the first one. */
  constructor(last = 0) {
    this.#last = last;
  }

  /** How many are alive. */
  get size(): number {
    return this.#items.size;
  }

  /** A handle that nobody has. */
  next(): number {
    do {
      this.#last = this.#last === LAST ? 1 : this.#last + 1;
    } while (this.#items.has(this.#last));
    return this.#last;
  }

  get(handle: number): Item | undefined {
    return this.#items.get(handle);
  }

  set(handle: number, item: Item): void {
    this.#items.set(handle, item);
  }

  delete(handle: number): void {
    this.#items.delete(handle);
  }

  clear(): void {
    this.#items.clear();
  }

  values(): IterableIterator<Item> {
    return this.#items.values();
  }
}
