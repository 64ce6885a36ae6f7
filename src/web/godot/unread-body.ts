/**
 * The part of a response's body that has arrived and was not read yet, in the pieces that the browser gave.
 *
 * There is room for a quarter of a megabyte at first, and for more when the program keeps finding it full, as with the
 * rings of the I/O thread. Whoever fills it must stop while it is full.
 */
const FIRST_ROOM = 256 * 1024;
const LAST_ROOM = 4 * 1024 * 1024;
const GROWTH = 4;

export class UnreadBody {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #room = FIRST_ROOM;

  /** How many bytes there are. */
  get length(): number {
    return this.#length;
  }

  /** Whether there is room for another piece. A piece is taken whole, so it may go beyond. */
  get hasRoom(): boolean {
    return this.#length < this.#room;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** Takes up to `limit` bytes, in memory that nobody else has, or in the first of `into`, which is at least as long. */
  take(limit: number, into: Uint8Array | null): Uint8Array {
    if (!this.hasRoom && this.#room < LAST_ROOM) this.#room *= GROWTH;
    const count = Math.min(limit, this.#length);
    const [first] = this.#pieces;
    this.#length -= count;
    if (into === null && first?.length === count && first.length === first.buffer.byteLength) {
      this.#pieces.shift();
      return first;
    }
    return this.#moveTo(into?.subarray(0, count) ?? new Uint8Array(count));
  }

  #moveTo(taken: Uint8Array): Uint8Array {
    const count = taken.length;
    const pieces = this.#pieces;
    let filled = 0;
    let emptied = 0;
    for (let piece = pieces[0]; piece !== undefined && filled < count; piece = pieces[emptied]) {
      const missing = count - filled;
      taken.set(piece.length > missing ? piece.subarray(0, missing) : piece, filled);
      filled += Math.min(piece.length, missing);
      if (piece.length > missing) pieces[emptied] = piece.subarray(missing);
      else emptied++;
    }
    pieces.splice(0, emptied);
    return taken;
  }
}
