/**
 * Whether a downloaded body is the one that was sent, byte for byte, and the bodies that the demo server sends.
 *
 * Both sides compute the body from the same rule, so that 200 MB are verified without being kept.
 */

/** The body of the demo server's `/hello`. */
export const HELLO = 'Hello from the server of the tickwire demo.\n';

/** A prime, so that no swapped or repeated buffer of a round size lands on equal bytes. */
const BLOCK_LENGTH = 1_048_573;

/** A block of bytes in no visible order, the same in every process. The big download is this block, repeated. */
export function downloadBlock(): Uint8Array {
  const block = new Uint8Array(BLOCK_LENGTH);
  let state = 0x2545f491;
  for (let index = 0; index < block.length; index++) {
    // xorshift32: cheap, and its low byte does not repeat within the block.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    block[index] = state;
  }
  return block;
}

/** Compares a body with the one expected while it arrives. */
export class BodyCheck {
  readonly #block: Buffer;
  readonly #length: number;
  #position = 0;
  #differsAt = -1;

  /**
   * @param block - The bytes expected, repeated as often as it takes.
   * @param length - How many bytes are expected in all.
   */
  constructor(block: Uint8Array, length = block.length) {
    this.#block = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    this.#length = length;
  }

  /** Takes the next bytes of the body. */
  take(chunk: Uint8Array): void {
    for (let offset = 0; offset < chunk.length;) {
      const expectedFrom = this.#position % this.#block.length;
      const size = Math.min(chunk.length - offset, this.#block.length - expectedFrom);
      const differs = this.#block.compare(chunk, offset, offset + size, expectedFrom, expectedFrom + size) !== 0;
      if (differs && this.#differsAt < 0) this.#differsAt = this.#position;
      offset += size;
      this.#position += size;
    }
  }

  /** What is wrong with the body that was taken, or null when it is exactly the one expected. */
  verdict(): string | null {
    if (this.#differsAt >= 0) return `the bytes from about ${this.#differsAt} on are not those that were sent`;
    if (this.#position !== this.#length) return `${this.#position} bytes came instead of ${this.#length}`;
    return null;
  }
}
