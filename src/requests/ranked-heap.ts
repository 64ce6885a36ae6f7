/**
 * A binary heap of things by rank, the lowest first, that also lets go of things in its middle.
 *
 * Each thing remembers where it stands, so that it is found without a search: it can be in one heap at a time.
 */

/** What a heap can hold. Both numbers belong to the heap while the thing is in it. */
export interface Ranked {
  rank: number;
  /** Where it stands, or -1 while it is in no heap. */
  heapIndex: number;
}

export class RankedHeap<Item extends Ranked> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The thing of lowest rank. */
  get first(): Item | undefined {
    return this.#items[0];
  }

  /** Puts a thing in, or gives it another rank. */
  set(item: Item, rank: number): void {
    if (item.heapIndex < 0) {
      item.rank = rank;
      this.#rise(item, this.#items.length);
      return;
    }
    const before = item.rank;
    item.rank = rank;
    if (rank < before) this.#rise(item, item.heapIndex);
    else if (rank > before) this.#sink(item, item.heapIndex);
  }

  /** Takes a thing out, if it is in. */
  delete(item: Item): void {
    const hole = item.heapIndex;
    if (hole < 0) return;
    item.heapIndex = -1;
    const last = this.#items.pop()!;
    if (last === item) return;
    if (last.rank < item.rank) this.#rise(last, hole);
    else this.#sink(last, hole);
  }

  #rise(item: Item, from: number): void {
    const items = this.#items;
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = items[above]!;
      if (parent.rank <= item.rank) break;
      items[index] = parent;
      parent.heapIndex = index;
      index = above;
    }
    items[index] = item;
    item.heapIndex = index;
  }

  #sink(item: Item, from: number): void {
    const items = this.#items;
    const size = items.length;
    let index = from;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= size) break;
      if (below + 1 < size && items[below + 1]!.rank < items[below]!.rank) below++;
      const child = items[below]!;
      if (child.rank >= item.rank) break;
      items[index] = child;
      child.heapIndex = index;
      index = below;
    }
    items[index] = item;
    item.heapIndex = index;
  }
}
