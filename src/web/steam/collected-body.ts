/**
 * A body that is collected piece by piece and handed over whole at the end. Pieces are kept as the browser gave them, so a
 * body is copied once; one that came in one piece is not copied at all.
 */
import type { BodyOwner, BodyTaker } from '../../requests/body-sink.js';
import { tooLargeMishap } from '../../requests/mishaps.js';

export class CollectedBody implements BodyTaker {
  readonly stalled = false;
  readonly #owner: BodyOwner;
  readonly #limit: number;
  #pieces: Uint8Array[] = [];
  #size = 0;

  /** @param limit - The most bytes a body may have. */
  constructor(owner: BodyOwner, limit: number) {
    this.#owner = owner;
    this.#limit = limit;
  }

  push(bytes: Uint8Array): boolean {
    if (this.#size + bytes.length > this.#limit) {
      this.#owner.spoiled(tooLargeMishap(this.#limit));
      return false;
    }
    this.#pieces.push(bytes);
    this.#size += bytes.length;
    this.#owner.grew(this.#size);
    return true;
  }

  end(): void {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#owner.delivered(joined(pieces, this.#size));
  }

  makeRoom(): boolean {
    return true;
  }

  abort(): void {
    this.#pieces = [];
  }
}

/** The pieces as one array whose buffer is exactly as long. */
function joined(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const [first] = pieces;
  if (first?.buffer instanceof ArrayBuffer && first.buffer.byteLength === size) return new Uint8Array(first.buffer);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
