/**
 * Whose turn it is: who waits, and how many are under way, for each origin and in all.
 *
 * First in, first out, over all origins: whoever waits longest goes as soon as there is room for it.
 */
import { RankedHeap, type Ranked } from '../../requests/ranked-heap.js';
import { Sequence, WaitingQueue, type Waiting } from '../../requests/waiting-queue.js';

/** How many may be under way. */
export interface TurnLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerOrigin: number;
}

/** What takes turns. */
export interface TakesTurns<Self> extends Waiting<Self> {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Where it stands; the turns' alone to change. */
  turn: 'none' | 'waiting' | 'under way';
  /** It is its turn. */
  begin(): void;
}

class Origin<Item extends TakesTurns<Item>> implements Ranked {
  readonly waiting = new WaitingQueue<Item>();
  underWay = 0;
  rank = 0;
  heapIndex = -1;

  constructor(readonly name: string) {}
}

export class Turns<Item extends TakesTurns<Item>> {
  #limits: TurnLimits;
  #underWay = 0;
  readonly #origins = new Map<string, Origin<Item>>();
  readonly #sequence = new Sequence();
  /** Origins that may have another one under way and have somebody waiting, by their head's turn. */
  readonly #ready = new RankedHeap<Origin<Item>>();

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** Other limits. What is under way beyond them goes on. */
  configure(limits: TurnLimits): void {
    this.#limits = limits;
    for (const origin of this.#origins.values()) this.#note(origin);
    this.#serve();
  }

  /** Puts one at the end of the queue. */
  append(item: Item): void {
    const origin = this.#originOf(item.origin);
    item.turn = 'waiting';
    origin.waiting.append(item, this.#sequence.afterAll());
    this.#note(origin);
    this.#serve();
  }

  /** Moves a waiting one to the head of the queue or to its end. */
  move(item: Item, toHead: boolean): void {
    if (item.turn !== 'waiting') return;
    const origin = this.#originOf(item.origin);
    origin.waiting.remove(item);
    if (toHead) origin.waiting.prepend(item, this.#sequence.beforeAll());
    else origin.waiting.append(item, this.#sequence.afterAll());
    this.#note(origin);
  }

  /** Takes a waiting one out. */
  withdraw(item: Item): void {
    if (item.turn !== 'waiting') return;
    const origin = this.#originOf(item.origin);
    item.turn = 'none';
    origin.waiting.remove(item);
    this.#note(origin);
  }

  /** One is over, wherever it stood. */
  leave(item: Item): void {
    this.withdraw(item);
    if (item.turn !== 'under way') return;
    const origin = this.#originOf(item.origin);
    item.turn = 'none';
    origin.underWay--;
    this.#underWay--;
    this.#note(origin);
    this.#serve();
  }

  #serve(): void {
    while (this.#underWay < this.#limits.maxConnections) {
      const origin = this.#ready.first;
      const item = origin?.waiting.head;
      if (origin === undefined || item === null || item === undefined) return;
      origin.waiting.remove(item);
      item.turn = 'under way';
      origin.underWay++;
      this.#underWay++;
      this.#note(origin);
      item.begin();
    }
  }

  #note(origin: Origin<Item>): void {
    const { head } = origin.waiting;
    if (head !== null && origin.underWay < this.#limits.maxConnectionsPerOrigin) this.#ready.set(origin, head.sequence);
    else this.#ready.delete(origin);
    if (head === null && origin.underWay === 0) this.#origins.delete(origin.name);
  }

  #originOf(name: string): Origin<Item> {
    let origin = this.#origins.get(name);
    if (origin === undefined) {
      origin = new Origin(name);
      this.#origins.set(name, origin);
    }
    return origin;
  }
}
