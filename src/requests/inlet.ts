/**
 * Where a socket's bytes come in: hands the socket room in the ring to read into, publishes what it read, stops it when
 * the ring is nearly full, and moves on to a larger ring when the caller was the slower side.
 *
 * Node keeps the room it was last given until the next read is over, also while the socket is paused. So there must
 * always be some: a paused socket holds the reserve. A socket that cannot read into memory of ours (TLS over another
 * socket) pushes its bytes instead.
 */
import { GROWTH, RingWriter, STALLED, allocateRing, type CommonMemory } from '../link/index.js';

/** Room that is left over when reading stops. TLS hands out what it has decrypted, up to 64 KiB, also when paused. */
const RESERVE = 64 * 1024;

/** Where a socket reads into: memory of our own, asked for before each read, and told of after it. */
export interface OnRead {
  buffer(): Uint8Array;
  /** Returns false to stop reading until resume(). */
  callback(count: number): boolean;
}

export interface InletEvents {
  /** Bytes stand in the ring that were not there before. */
  published(): void;
  /** The next ring; the present one is sealed right after. */
  grown(next: CommonMemory): void;
}

export class Inlet {
  readonly #control: Int32Array;
  readonly #events: InletEvents;
  readonly #largest: number;
  #ring: RingWriter;
  #next: RingWriter | null = null;
  /** Sealed rings that the caller may not have emptied yet. */
  #sealed: RingWriter[] = [];
  /** What was pushed and did not fit. */
  #overflow: Uint8Array[] = [];

  readonly onread: OnRead = {
    buffer: () => this.#room(),
    callback: (count) => this.#arrived(count),
  };

  /**
   * @param memory - The first ring.
   * @param largest - What no ring is larger than: a power of two, in bytes.
   */
  constructor(memory: CommonMemory, control: Int32Array, largest: number, events: InletEvents) {
    this.#ring = new RingWriter(memory);
    this.#control = control;
    this.#largest = largest;
    this.#events = events;
  }

  /** How many bytes were pushed and wait for room in the ring. */
  get backlog(): number {
    return this.#overflow.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Takes bytes a socket emitted. Returns false to stop it until {@link makeRoom} returns true.
   *
   * @param lent - Whether the memory of `data` is the giver's again after the call: what does not fit is copied then.
   */
  push(data: Uint8Array, lent = false): boolean {
    this.#overflow.push(data);
    const goOn = this.#pour();
    const last = this.#overflow.length - 1;
    if (lent && last >= 0) this.#overflow[last] = new Uint8Array(this.#overflow[last]!);
    return goOn;
  }

  /** The caller drained the ring it had found full: the next one is larger. Returns whether to go on reading. */
  makeRoom(): boolean {
    // A caller that is still at an earlier ring may speak of that one.
    if (this.#ring.free() <= RESERVE) return this.#mayGoOn();
    if (this.#next === null && this.#ring.capacity < this.#largest) {
      this.#next = new RingWriter(allocateRing(Math.min(this.#ring.capacity * GROWTH, this.#largest)));
    }
    return this.#overflow.length === 0 || this.#pour();
  }

  /** Copies of all that the caller has not taken, in order: for when it never will. */
  unread(): Uint8Array[] {
    return [...[...this.#sealed, this.#ring].map((ring) => ring.unread()), ...this.#overflow];
  }

  #room(): Uint8Array {
    const free = this.#ring.free();
    return this.#ring.room(free > RESERVE ? free - RESERVE : free);
  }

  #arrived(count: number): boolean {
    this.#ring.publish(count);
    this.#enterNextRing();
    this.#events.published();
    return this.#mayGoOn();
  }

  #pour(): boolean {
    this.#enterNextRing();
    for (;;) {
      this.#writeOverflow();
      this.#events.published();
      if (!this.#mayGoOn()) return false;
      if (this.#overflow.length === 0) return true;
    }
  }

  #writeOverflow(): void {
    for (let data = this.#overflow[0]; data !== undefined; data = this.#overflow[0]) {
      const count = this.#ring.write(data);
      if (count < data.length) {
        this.#overflow[0] = data.subarray(count);
        return;
      }
      this.#overflow.shift();
    }
  }

  #enterNextRing(): void {
    if (this.#next === null) return;
    this.#events.grown(this.#next.memory);
    this.#ring.seal();
    this.#sealed = [...this.#sealed, this.#ring].filter((ring) => ring.free() < ring.capacity);
    this.#ring = this.#next;
    this.#next = null;
  }

  #mayGoOn(): boolean {
    if (this.#ring.free() > RESERVE) return true;
    Atomics.store(this.#control, STALLED, 1);
    // The caller may have drained the ring before it could see the flag; then nobody would wake us.
    if (this.#ring.free() <= RESERVE) return false;
    return Atomics.compareExchange(this.#control, STALLED, 1, 0) === 1;
  }
}
