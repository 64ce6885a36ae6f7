/**
 * Finds the end of a head in bytes that arrive in pieces, and keeps the pieces until it is found.
 *
 * It knows the first five bytes of a response, line ends and the size limit, nothing of what the lines say. Each byte is
 * looked at once, however small the pieces are. A head that lies complete in the bytes given is not copied.
 */
import { MAX_HEAD_BYTES } from './events.js';
import type { Latin1Decoder } from './text.js';

const LF = 10;
const CR = 13;

/** `HTTP/`, in this case only (RFC 9112 §2.3). */
const PREFIX = 'HTTP/';

/** A kept buffer above this size is let go after the head, so that an idle connection holds little. */
const RETAINED_BYTES = 16_384;

/** Below this many bytes a plain loop copies faster than making a view for `set`. */
const COPY_BY_HAND = 64;

const NOTHING = new Uint8Array(0);

/** Reads one head after another; {@link reset} goes before each. */
export class HeadScanner {
  /** The OR of all bytes of the head so far: above 0x7F when one of them is. */
  bits = 0;
  /** Whether a line of the head ended in LF without CR before it. */
  bareLf = false;

  private prefixLength = 0;
  private kept = NOTHING;
  private keptLength = 0;
  private lineLength = 0;
  private lastByte = 0;

  /** How much of `HTTP/` the head was found to begin with. */
  get prefix(): string {
    return PREFIX.slice(0, this.prefixLength);
  }

  /** How many bytes of an unfinished head are kept. Never above {@link MAX_HEAD_BYTES}. */
  get keptBytes(): number {
    return this.keptLength;
  }

  /** Forgets the former head. */
  reset(): void {
    this.bits = 0;
    this.bareLf = false;
    this.prefixLength = 0;
    this.keptLength = 0;
    this.lineLength = 0;
    this.lastByte = 0;
    if (this.kept.length > RETAINED_BYTES) this.kept = NOTHING;
  }

  /**
   * Compares the first bytes of the head with `HTTP/`, so that another protocol is noticed at once and not after
   * waiting for the end of a head. A line end in their place is let pass: an empty line may come before a response.
   *
   * @returns The offset of the first byte in `[from, to)` that no response begins with, or -1.
   */
  findStranger(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; this.prefixLength < PREFIX.length && at < to; at++) {
      const byte = bytes[at];
      if (byte === PREFIX.charCodeAt(this.prefixLength)) this.prefixLength++;
      else if (this.prefixLength === 0 && (byte === CR || byte === LF)) this.prefixLength = PREFIX.length;
      else return at;
    }
    return -1;
  }

  /**
   * Looks for the empty line that ends the head in the bytes of `[from, to)`. When it is not there, {@link keep} must be
   * called with the same bytes before more are looked at. An empty line in the first place counts as the end too.
   *
   * @param to - At most {@link room} bytes after `from`.
   * @returns The offset after the empty line, or -1 when the head goes on.
   */
  findEnd(bytes: Uint8Array, from: number, to: number): number {
    let { bits, lastByte } = this;
    let lineStart = from - this.lineLength;
    let end = -1;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      bits |= byte;
      if (byte === LF) {
        // RFC 9112 §2.2: a lone LF may be taken as a line end. A client is no hop that could be smuggled through.
        const isBare = lastByte !== CR;
        if (isBare) this.bareLf = true;
        if (at - lineStart === (isBare ? 0 : 1)) {
          end = at + 1;
          break;
        }
        lineStart = at + 1;
      }
      lastByte = byte;
    }
    this.bits = bits;
    this.lastByte = lastByte;
    this.lineLength = to - lineStart;
    return end;
  }

  /** How many bytes the head may still have, those not yet kept included. */
  get room(): number {
    return MAX_HEAD_BYTES - this.keptLength;
  }

  /** Keeps the bytes of `[from, to)`, at most {@link room}. */
  keep(bytes: Uint8Array, from: number, to: number): void {
    const length = this.keptLength + to - from;
    if (length > this.kept.length) this.grow(length);
    if (to - from < COPY_BY_HAND) {
      let target = this.keptLength;
      for (let at = from; at < to; at++) this.kept[target++] = bytes[at]!;
    } else {
      this.kept.set(bytes.subarray(from, to), this.keptLength);
    }
    this.keptLength = length;
  }

  /** The text of the head whose last bytes are those in `[from, end)`. */
  text(bytes: Uint8Array, from: number, end: number, decode: Latin1Decoder): string {
    if (this.keptLength === 0) return decode(bytes, from, end);
    this.keep(bytes, from, end);
    return decode(this.kept, 0, this.keptLength);
  }

  private grow(length: number): void {
    let size = Math.max(this.kept.length, 1024);
    while (size < length) size *= 2;
    const larger = new Uint8Array(size);
    larger.set(this.kept.subarray(0, this.keptLength));
    this.kept = larger;
  }
}
