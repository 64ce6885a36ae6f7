/**
 * Content codings undone in one go, for small bodies that are there as a whole.
 *
 * Gives the same bytes and the same errors as the chain of decoders in decoding.ts.
 */
import * as zlib from 'node:zlib';
import { crc32, GzipHeader, TRAILER_SIZE, trailerProblem } from './gzip-container.js';
import { isZlib } from './inflate-stream.js';

/** A body that becomes larger than this is not decoded here, where it would hold up all others. */
const LARGEST = 512 * 1024;

const OPTIONS = { maxOutputLength: LARGEST };
const WITH_ENGINE = { maxOutputLength: LARGEST, info: true };

// Node has it from 22.15 on; the types are those of Node 20.
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (data: Uint8Array, options: object) => Buffer };

/** What `info: true` makes of a result, which the types leave out. */
interface WithEngine {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Undoes codings.
 *
 * @param codings - In the order they were applied.
 * @returns null when the result is too large to be made in one go.
 * @throws zlib's error for data that is not what it should be.
 */
export function decodeWhole(codings: readonly string[], bytes: Uint8Array): Uint8Array | null {
  try {
    return codings.reduceRight<Uint8Array>((data, coding) => (data.length === 0 ? data : decode(coding, data)), bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}

function decode(coding: string, data: Uint8Array): Uint8Array {
  switch (coding) {
    case 'br':
      return zlib.brotliDecompressSync(data, OPTIONS);
    case 'deflate':
      return isZlib(data) ? zlib.inflateSync(data, OPTIONS) : zlib.inflateRawSync(data, OPTIONS);
    case 'zstd':
      return zstdDecompressSync!(data, OPTIONS);
    default:
      return gunzip(data);
  }
}

function gunzip(data: Uint8Array): Uint8Array {
  const members: Buffer[] = [];
  let size = 0;
  for (let at = 0; at < data.length;) {
    const header = new GzipHeader();
    const used = header.take(data.subarray(at));
    if (!header.complete) {
      if (members.length > 0) break;
      throw failure(header.problem ?? 'unexpected end of file');
    }
    at += used;
    const { buffer, engine } = zlib.inflateRawSync(data.subarray(at), WITH_ENGINE) as unknown as WithEngine;
    at += engine.bytesWritten;
    const trailer = data.subarray(at, at + TRAILER_SIZE);
    if (trailer.length < TRAILER_SIZE) throw failure('unexpected end of file');
    const problem = trailerProblem(trailer, crc32(buffer, 0), buffer.length);
    if (problem !== null) throw failure(problem);
    at += TRAILER_SIZE;
    members.push(buffer);
    size += buffer.length;
    if (size > LARGEST) throw Object.assign(new Error('too large'), { code: 'ERR_BUFFER_TOO_LARGE' });
  }
  return members.length === 1 ? members[0]! : Buffer.concat(members);
}

function failure(message: string): NodeJS.ErrnoException {
  const code = message === 'unexpected end of file' ? 'Z_BUF_ERROR' : 'Z_DATA_ERROR';
  return Object.assign(new Error(message), { code });
}
