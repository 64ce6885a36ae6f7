/**
 * The container of gzip data: the header before the deflate data of a member and the trailer after it (RFC 1952).
 *
 * Bytes in, facts out; inflating is done elsewhere.
 */
import * as zlib from 'node:zlib';

/** CRC-32 and length of the member's data. */
export const TRAILER_SIZE = 8;

/** No sensible file name, comment or extra field is longer; a header that never ends must end somewhere. */
const MAX_HEADER = 256 * 1024;

const Flag = { HEADER_CRC: 2, EXTRA: 4, NAME: 8, COMMENT: 16, RESERVED: 0xe0 } as const;

/** Reads one member's header, which may come in pieces. */
export class GzipHeader {
  complete = false;
  /** What is wrong with it, or null. */
  problem: string | null = null;
  #kept = Buffer.alloc(0);

  /** Takes bytes; returns how many of them belong to the header, once it is {@link complete}. */
  take(data: Uint8Array): number {
    const before = this.#kept.length;
    // Nearly always a header comes whole, and the copy is of one small piece.
    const bytes = before === 0 ? data : Buffer.concat([this.#kept, data]);
    const size = this.#measure(bytes);
    if (size < 0) {
      this.#kept = Buffer.from(bytes);
      if (bytes.length > MAX_HEADER) this.problem = 'its gzip header does not end';
      return data.length;
    }
    this.complete = this.problem === null;
    return size - before;
  }

  /** The length of the header at the beginning of `bytes`, or -1 when it goes on. */
  #measure(bytes: Uint8Array): number {
    if ((bytes[0] ?? 0x1f) !== 0x1f || (bytes[1] ?? 0x8b) !== 0x8b || (bytes[2] ?? 8) !== 8) {
      this.problem = 'incorrect gzip header';
      return 0;
    }
    const flags = bytes[3];
    if (flags === undefined) return -1;
    if ((flags & Flag.RESERVED) !== 0) {
      this.problem = 'unknown gzip header flags';
      return 0;
    }
    let at = 10;
    if ((flags & Flag.EXTRA) !== 0) {
      if (bytes.length < at + 2) return -1;
      at += 2 + bytes[at]! + 256 * bytes[at + 1]!;
    }
    for (const flag of [Flag.NAME, Flag.COMMENT]) {
      if ((flags & flag) === 0) continue;
      const zero = bytes.indexOf(0, at);
      if (zero < 0) return -1;
      at = zero + 1;
    }
    if ((flags & Flag.HEADER_CRC) !== 0) at += 2;
    return at <= bytes.length ? at : -1;
  }
}

/** Compares a trailer with what was inflated; what is wrong, or null. */
export function trailerProblem(trailer: Uint8Array, crc: number, size: number): string | null {
  const words = new DataView(trailer.buffer, trailer.byteOffset);
  if (words.getUint32(0, true) !== crc) return 'incorrect data check';
  return words.getUint32(4, true) === size ? null : 'incorrect length check';
}

/** The CRC-32 of data that follows data of which `seed` is the CRC-32. */
export const crc32 = (zlib as { crc32?: (data: Uint8Array, seed: number) => number }).crc32 ?? portableCrc32;

let table: Uint32Array | null = null;

/** For runtimes whose zlib does not offer it. */
export function portableCrc32(data: Uint8Array, seed: number): number {
  table ??= makeTable();
  let crc = ~seed;
  for (const byte of data) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320;
    return value;
  });
}
