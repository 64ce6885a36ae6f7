/**
 * Collects the body of an answer that may be stored, as it comes over the wire. Nothing is stored before the body is whole
 * (RFC 9111 section 3.3); one that gets too large is given up.
 */
import type { StoredBody } from './stored-response.js';

export class Recording {
  readonly #limit: number;
  readonly #store: (body: StoredBody) => void;
  #pieces: Uint8Array[] | null = [];
  #size = 0;

  constructor(limit: number, store: (body: StoredBody) => void) {
    this.#limit = limit;
    this.#store = store;
  }

  /** Whether the body is still being collected. */
  get active(): boolean {
    return this.#pieces !== null;
  }

  /** Takes a copy of some bytes. Returns whether the body is still being collected. */
  push(bytes: Uint8Array): boolean {
    if (this.#pieces === null) return false;
    this.#size += bytes.length;
    if (this.#size > this.#limit) {
      this.abandon();
      return false;
    }
    this.#pieces.push(new Uint8Array(bytes));
    return true;
  }

  /** The body is whole: stores what was pushed. Returns whether there was anything to store. */
  complete(): boolean {
    const pieces = this.#pieces;
    this.#pieces = null;
    if (pieces === null) return false;
    const [first] = pieces;
    this.#store(pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces));
    return true;
  }

  /** The body was collected by somebody else: stores it, bytes as a copy. Returns whether it was stored. */
  completeWith(body: StoredBody): boolean {
    const fits = this.active && body.length <= this.#limit;
    this.#pieces = null;
    if (fits) this.#store(typeof body === 'string' ? body : new Uint8Array(body));
    return fits;
  }

  /** The body will not be whole. */
  abandon(): void {
    this.#pieces = null;
  }
}
