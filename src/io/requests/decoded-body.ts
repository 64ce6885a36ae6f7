/**
 * A body with content codings on it: undoes them on the way into the sink behind.
 *
 * A small body whose whole is wanted is decoded in one go when it is complete: setting up a decoder stream costs more than
 * a few kilobytes take. All else goes through a chain of decoders piece by piece, off this thread, as far as the sink
 * behind takes it.
 */
import type { BodyOwner, BodySink } from '../../requests/body-sink.js';
import { DecoderChain } from './decoding.js';
import { decodeMishap } from './failures.js';
import { decodeWhole } from './whole-decoding.js';

/** Up to this size, encoded, a body is decoded in one go. */
const WHOLE_LIMIT = 32 * 1024;

export class DecodedBody implements BodySink {
  readonly #owner: BodyOwner;
  readonly #behind: BodySink;
  readonly #codings: readonly string[];
  /** What has come of a body that may be decoded in one go; null when it is not. */
  #whole: Uint8Array[] | null;
  #wholeSize = 0;
  #chain: DecoderChain | null = null;
  #waitsForDrain = false;
  #over = false;

  /**
   * @param behind - What takes the decoded bytes; it has the same owner.
   * @param atOnce - Whether nobody wants to see a part before the whole is there.
   */
  constructor(owner: BodyOwner, behind: BodySink, codings: readonly string[], atOnce: boolean) {
    this.#owner = owner;
    this.#behind = behind;
    this.#codings = codings;
    this.#whole = atOnce ? [] : null;
  }

  get stalled(): boolean {
    return this.#behind.stalled;
  }

  push(bytes: Uint8Array, from: number, to: number): boolean {
    // Not `slice`: of a Buffer that is a view.
    const piece = new Uint8Array(bytes.subarray(from, to));
    if (this.#whole === null) return this.#write(piece);
    this.#whole.push(piece);
    this.#wholeSize += piece.length;
    return this.#wholeSize <= WHOLE_LIMIT || this.#decodePiecewise(this.#whole);
  }

  room(): null {
    return null;
  }

  filled(): boolean {
    return true;
  }

  end(): void {
    const pieces = this.#whole;
    if (pieces !== null) this.#decodeWhole(pieces);
    else if (this.#chain === null) this.#behind.end();
    else this.#chain.end();
  }

  makeRoom(): boolean {
    if (this.#behind.makeRoom()) this.#chain?.resume();
    return !this.#waitsForDrain;
  }

  abort(): void {
    this.#over = true;
    this.#whole = null;
    this.#chain?.destroy();
    this.#behind.abort();
  }

  #decodeWhole(pieces: readonly Uint8Array[]): void {
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    let decoded: Uint8Array | null;
    try {
      decoded = decodeWhole(this.#codings, bytes);
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
      return;
    }
    if (decoded === null) {
      // It is small and becomes large: better not on this thread.
      this.#decodePiecewise(pieces);
      this.#chain?.end();
    } else {
      if (decoded.length > 0) this.#behind.push(decoded, 0, decoded.length, false);
      if (!this.#over) this.#behind.end();
    }
  }

  #decodePiecewise(pieces: readonly Uint8Array[]): boolean {
    this.#whole = null;
    let goOn = true;
    for (const piece of pieces) goOn = this.#write(piece);
    return goOn;
  }

  #write(piece: Uint8Array): boolean {
    this.#chain ??= this.#open();
    const goOn = this.#chain.write(piece);
    this.#waitsForDrain = !goOn;
    return goOn;
  }

  #open(): DecoderChain {
    return new DecoderChain(this.#codings, {
      decoded: (data) => !this.#over && this.#behind.push(data, 0, data.length, false),
      drained: () => {
        this.#waitsForDrain = false;
        if (!this.#over) this.#owner.readOn();
      },
      ended: () => {
        if (!this.#over) this.#behind.end();
      },
      failed: (error) => {
        this.#fail(error);
      },
    });
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (!this.#over) this.#owner.spoiled(decodeMishap(this.#codings.join(', '), error));
  }
}
