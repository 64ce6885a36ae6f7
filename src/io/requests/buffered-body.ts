/**
 * A body that is collected whole and handed over at the end: a small one as text of Latin-1 characters, which travels
 * cheaply, a larger one as bytes whose buffer is exactly as long.
 *
 * Memory grows with what has come, not with what was announced: a server may announce anything.
 */
import type { BodyOwner, BodySink } from '../../requests/body-sink.js';
import { tooLargeMishap } from '../../requests/mishaps.js';
import { latin1 } from './latin1.js';

/** Up to this size a string is cheaper to hand over than bytes are. */
const TEXT_LIMIT = 8 * 1024;

/** How much memory an announced length alone is worth. */
const TRUSTED_LENGTH = 1024 * 1024;

/** The first memory of a body of unknown length. */
const FIRST_SIZE = 16 * 1024;

/** From this length on bytes are read straight into place. */
const DIRECT_FROM = 64 * 1024;

const NOTHING = new Uint8Array(0);

export class BufferedBody implements BodySink {
  readonly stalled = false;
  readonly #owner: BodyOwner;
  readonly #expected: number;
  readonly #limit: number;
  #bytes = NOTHING;
  #size = 0;
  #text: string | null = null;

  /**
   * @param expected - The announced length, or -1.
   * @param limit - The largest body that is accepted.
   */
  constructor(owner: BodyOwner, expected: number, limit: number) {
    this.#owner = owner;
    this.#expected = expected;
    this.#limit = limit;
  }

  push(bytes: Uint8Array, from: number, to: number): boolean {
    const count = to - from;
    if (!this.#admit(count)) return false;
    if (count === this.#expected && count <= TEXT_LIMIT) this.#text = latin1(bytes, from, to);
    else {
      this.#reserve(count);
      this.#bytes.set(count === bytes.length ? bytes : bytes.subarray(from, to), this.#size);
    }
    this.#size += count;
    this.#owner.grew(this.#size);
    return true;
  }

  room(limit: number): Uint8Array | null {
    if (limit < DIRECT_FROM) return null;
    this.#reserve(1);
    return this.#bytes.subarray(this.#size, this.#size + limit);
  }

  filled(count: number): boolean {
    if (!this.#admit(count)) return false;
    this.#size += count;
    this.#owner.grew(this.#size);
    return true;
  }

  end(): void {
    const size = this.#size;
    if (this.#text !== null) this.#owner.delivered(this.#text);
    else if (size <= TEXT_LIMIT) this.#owner.delivered(latin1(this.#bytes, 0, size));
    else this.#owner.delivered(size === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, size));
    this.#bytes = NOTHING;
  }

  makeRoom(): boolean {
    return true;
  }

  abort(): void {
    this.#bytes = NOTHING;
  }

  #admit(count: number): boolean {
    if (this.#size + count <= this.#limit) return true;
    this.#owner.spoiled(tooLargeMishap(this.#limit));
    return false;
  }

  /** Makes the memory large enough for `count` more bytes. */
  #reserve(count: number): void {
    const wanted = this.#size + count;
    const present = this.#bytes.length;
    if (wanted <= present) return;
    let size = Math.max(wanted, present === 0 ? FIRST_SIZE : 2 * present);
    if (this.#expected >= wanted) {
      size = present === 0 ? Math.min(this.#expected, TRUSTED_LENGTH) : Math.min(this.#expected, size);
      if (size < wanted) size = wanted;
    }
    const larger = new Uint8Array(size);
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }
}
