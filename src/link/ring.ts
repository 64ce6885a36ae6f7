/**
 * The two ends of a ring of bytes in shared memory (its layout is drawn in layout.ts).
 *
 * One thread writes, one reads. Neither end knows of sockets, messages or HTTP. Nothing here waits: an empty or full
 * ring is a return value.
 */
import { DATA_OFFSET, HEAD, SEALED, TAIL, type CommonMemory } from './layout.js';

abstract class RingEnd {
  protected readonly words: Int32Array;
  /** The data part of the ring. */
  readonly bytes: Uint8Array;
  readonly capacity: number;

  constructor(readonly memory: CommonMemory) {
    this.words = new Int32Array(memory, 0, DATA_OFFSET / 4);
    this.bytes = new Uint8Array(memory, DATA_OFFSET);
    this.capacity = this.bytes.length;
  }
}

/** The I/O thread's end: finds room, lets the socket fill it, publishes. */
export class RingWriter extends RingEnd {
  #head = 0;

  /** Bytes that fit in now. */
  free(): number {
    return this.capacity - ((this.#head - Atomics.load(this.words, TAIL)) >>> 0);
  }

  /** A view on the free room that begins at the head: at most `limit` bytes, less where the ring wraps. */
  room(limit: number): Uint8Array {
    const start = this.#head & (this.capacity - 1);
    return this.bytes.subarray(start, start + Math.min(limit, this.capacity - start));
  }

  /** Makes `count` bytes that were put into the room visible to the reader. */
  publish(count: number): void {
    this.#head = (this.#head + count) | 0;
    Atomics.store(this.words, HEAD, this.#head);
  }

  /** Copies as much of `data` as fits and publishes it; returns how much that was. */
  write(data: Uint8Array): number {
    const count = Math.min(data.length, this.free());
    let done = 0;
    while (done < count) {
      const room = this.room(count - done);
      room.set(data.subarray(done, done + room.length));
      this.publish(room.length);
      done += room.length;
    }
    return count;
  }

  /** A copy of what the reader has not taken: for when it never will. */
  unread(): Uint8Array {
    const count = this.capacity - this.free();
    const copy = new Uint8Array(count);
    const start = (this.#head - count) & (this.capacity - 1);
    const piece = this.bytes.subarray(start, start + count);
    copy.set(piece);
    copy.set(this.bytes.subarray(0, count - piece.length), piece.length);
    return copy;
  }

  /** Says that nothing more comes in this ring: the next one, already announced, goes on. */
  seal(): void {
    Atomics.store(this.words, SEALED, 1);
  }
}

/** The caller's end: looks at what arrived where it lies, takes it. */
export class RingReader extends RingEnd {
  #tail = 0;

  /** Where the next unread byte stands in `bytes`. */
  get offset(): number {
    return this.#tail & (this.capacity - 1);
  }

  /** Bytes that are there to take. */
  available(): number {
    return (Atomics.load(this.words, HEAD) - this.#tail) >>> 0;
  }

  /** Of those, the ones that stand in one piece from `offset` on. */
  contiguous(): number {
    return Math.min(this.available(), this.capacity - this.offset);
  }

  /** Gives `count` bytes back to the writer. */
  consume(count: number): void {
    this.#tail = (this.#tail + count) | 0;
    Atomics.store(this.words, TAIL, this.#tail);
  }

  /** True when nothing more will come in this ring. Load this before {@link available}. */
  sealed(): boolean {
    return Atomics.load(this.words, SEALED) === 1;
  }
}
