/**
 * The body of a streamed response: read where it arrived, in shared memory, chunk by chunk.
 *
 * A chunk that was signalled stays where it is until release(); only then the I/O thread may write over it. So the
 * program can look at it until its next run_callbacks, and only what it asks for is copied.
 */
import { platform } from '#steam-platform';
import { ANNOUNCED, RingReader, STALLED, type CommonMemory } from '../link/index.js';

/** The most bytes of one chunk: small enough to stay in the processor's cache and to keep to a budget. */
export const CHUNK_BYTES = 256 * 1024;

interface Chunk {
  /** Where it begins in the body. */
  readonly offset: number;
  readonly length: number;
  /** Where it stands. */
  readonly memory: Uint8Array;
  readonly start: number;
}

export class StreamedBody {
  readonly #control: Int32Array;
  #ring: RingReader;
  readonly #nextRings: CommonMemory[] = [];
  /** Bytes of the present ring that were signalled and not released. */
  #held = 0;
  #chunks: Chunk[] = [];
  #size = 0;

  constructor(memory: CommonMemory) {
    this.#control = new Int32Array(memory, 0, 16);
    this.#ring = new RingReader(memory);
  }

  /** How many chunks were signalled and not released. */
  get chunkCount(): number {
    return this.#chunks.length;
  }

  /** The body goes on in this ring once the present one is sealed. */
  addRing(memory: CommonMemory): void {
    this.#nextRings.push(memory);
  }

  /** To be called before looking for chunks: whatever arrives from here on is announced anew. */
  beginLook(): void {
    Atomics.store(this.#control, ANNOUNCED, 0);
  }

  /** Moves on to the next chunk: its length, 0 when no more bytes are there. */
  nextChunk(): number {
    for (;;) {
      const sealed = this.#ring.sealed();
      const length = this.#contiguous();
      if (length > 0) return this.#hold(Math.min(length, CHUNK_BYTES));
      if (!sealed || !this.#enterNextRing()) return 0;
    }
  }

  /**
   * A copy of the chunk with exactly this offset and length; null when there is no such chunk.
   *
   * @param into - Memory for the copy, at least that long; null for new memory.
   */
  read(offset: number, length: number, into: Uint8Array | null): Uint8Array | null {
    const view = this.view(offset, length);
    if (view === null) return null;
    const bytes = into?.subarray(0, length) ?? platform.newMemory(length);
    bytes.set(view);
    return bytes;
  }

  /** The chunk with exactly this offset and length, where it stands; null when there is no such chunk. */
  view(offset: number, length: number): Uint8Array | null {
    // The last one first: the program usually asks for what it was just told of.
    for (let i = this.#chunks.length - 1; i >= 0; i--) {
      const chunk = this.#chunks[i]!;
      if (chunk.offset !== offset) continue;
      return chunk.length === length ? chunk.memory.subarray(chunk.start, chunk.start + length) : null;
    }
    return null;
  }

  /** Gives all chunks back. Returns whether the I/O thread stopped for want of room and should be woken. */
  release(): boolean {
    this.#chunks = [];
    if (this.#held > 0) this.#ring.consume(this.#held);
    this.#held = 0;
    if (Atomics.load(this.#control, STALLED) === 0) return false;
    // A sealed ring is not the one the thread is waiting at.
    if (this.#ring.sealed() || this.#ring.available() > this.#ring.capacity / 2) return false;
    return Atomics.compareExchange(this.#control, STALLED, 1, 0) === 1;
  }

  #hold(length: number): number {
    const start = this.#position();
    this.#chunks.push({ offset: this.#size, length, memory: this.#ring.bytes, start });
    this.#held += length;
    this.#size += length;
    return length;
  }

  /** Where the first byte stands that was not signalled yet. */
  #position(): number {
    return (this.#ring.offset + this.#held) & (this.#ring.capacity - 1);
  }

  #contiguous(): number {
    return Math.min(this.#ring.available() - this.#held, this.#ring.capacity - this.#position());
  }

  #enterNextRing(): boolean {
    const next = this.#nextRings.shift();
    if (next === undefined) return false;
    // What is held of a sealed ring need not be given back: nobody writes there any more.
    this.#ring = new RingReader(next);
    this.#held = 0;
    return true;
  }
}
