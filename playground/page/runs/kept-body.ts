/**
 * A body as far as it is kept for looking at: all of a small one, the beginning of a large one, and always its size.
 */

/** The most bytes that are kept of a body. */
export const MOST_KEPT = 4 * 1024 * 1024;

export class KeptBody {
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #kept = 0;
  #size = 0;

  /** How many bytes there were. */
  get size(): number {
    return this.#size;
  }

  /** Whether {@link bytes} gives less than there was. */
  get cut(): boolean {
    return this.#size > this.#kept;
  }

  /** Adds a piece; what is kept of it is copied. */
  add(piece: Uint8Array): void {
    this.#size += piece.length;
    const room = MOST_KEPT - this.#kept;
    if (room === 0 || piece.length === 0) return;
    const part = new Uint8Array(piece.subarray(0, room));
    this.#pieces.push(part);
    this.#kept += part.length;
  }

  /** The bytes that were kept, as one array. */
  bytes(): Uint8Array<ArrayBuffer> {
    const [first] = this.#pieces;
    if (first !== undefined && this.#pieces.length === 1) return first;
    const all = new Uint8Array(this.#kept);
    let offset = 0;
    for (const piece of this.#pieces) {
      all.set(piece, offset);
      offset += piece.length;
    }
    this.#pieces = [all];
    return all;
  }
}
