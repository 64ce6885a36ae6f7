/**
 * The requests of one origin that wait for a connection: a list that is linked through its members, so that any of them
 * leaves, and goes to either end, at once.
 *
 * Sequence numbers order the members of all queues of a pool among each other: a new tail has the highest, a new head
 * the lowest.
 */

/** What can wait. It belongs to the queue it is in, one at a time. */
export interface Waiting<Self> {
  sequence: number;
  previous: Self | null;
  next: Self | null;
}

/** Gives out sequence numbers for both ends. */
export class Sequence {
  #first = 0;
  #last = 0;

  beforeAll(): number {
    return --this.#first;
  }

  afterAll(): number {
    return ++this.#last;
  }
}

export class WaitingQueue<Item extends Waiting<Item>> {
  #head: Item | null = null;
  #tail: Item | null = null;

  /** Whose turn is next. */
  get head(): Item | null {
    return this.#head;
  }

  /** To the end. The sequence number must be above all others here. */
  append(item: Item, sequence: number): void {
    item.sequence = sequence;
    item.previous = this.#tail;
    item.next = null;
    if (this.#tail === null) this.#head = item;
    else this.#tail.next = item;
    this.#tail = item;
  }

  /** To the front. The sequence number must be below all others here. */
  prepend(item: Item, sequence: number): void {
    item.sequence = sequence;
    item.previous = null;
    item.next = this.#head;
    if (this.#head === null) this.#tail = item;
    else this.#head.previous = item;
    this.#head = item;
  }

  /** Takes out a member. */
  remove(item: Item): void {
    if (item.previous === null) this.#head = item.next;
    else item.previous.next = item.next;
    if (item.next === null) this.#tail = item.previous;
    else item.next.previous = item.previous;
    item.previous = null;
    item.next = null;
  }
}
