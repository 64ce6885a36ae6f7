/**
 * Content codings: which can be undone (RFC 9110 section 8.4), and a chain of decoders that undoes them piece by piece.
 *
 * Bytes in, bytes out, with back-pressure on both sides. It knows nothing of requests or connections.
 */
import type { Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import { listTokens } from '../../http1/index.js';
import { DeflateDecoder, GzipDecoder } from './inflate-stream.js';

/** More codings than this on one body are an attack. */
const MAX_CODINGS = 5;

const CHUNK_SIZE = 64 * 1024;

// Node has it from 22.15 on; the types are those of Node 20.
const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: { chunkSize: number }) => Duplex };

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: () => new GzipDecoder(),
  'x-gzip': () => new GzipDecoder(),
  deflate: () => new DeflateDecoder(),
  br: () => zlib.createBrotliDecompress({ chunkSize: CHUNK_SIZE }),
  ...(createZstdDecompress === undefined ? {} : { zstd: () => createZstdDecompress({ chunkSize: CHUNK_SIZE }) }),
};

/** What can be undone, as the value of `Accept-Encoding`. */
export const ACCEPTED_CODINGS = Object.keys(decoders)
  .filter((name) => name !== 'x-gzip')
  .join(', ');

/**
 * Reads the value of `Content-Encoding`.
 *
 * @returns The codings to undo, in the order they were applied; none when there is nothing to undo, or one of them is
 * unknown; null when there are too many.
 */
export function codingsOf(contentEncoding: string): string[] | null {
  const names = listTokens(contentEncoding).filter((name) => name !== 'identity');
  if (names.length > MAX_CODINGS) return null;
  return names.every((name) => Object.hasOwn(decoders, name)) ? names : [];
}

/** What a chain of decoders puts out. */
export interface DecoderOutput {
  /** Decoded bytes. Returns false to be paused until {@link DecoderChain.resume}. */
  decoded(data: Buffer): boolean;
  /** More can be written, after {@link DecoderChain.write} returned false. */
  drained(): void;
  /** All is decoded. */
  ended(): void;
  failed(error: NodeJS.ErrnoException): void;
}

export class DecoderChain {
  readonly #stages: Duplex[];
  readonly #first: Duplex;
  readonly #last: Duplex;

  /** @param codings - At least one, all of them known, in the order they were applied. */
  constructor(codings: readonly string[], output: DecoderOutput) {
    this.#stages = codings.map((name) => decoders[name]!()).reverse();
    this.#first = this.#stages[0]!;
    this.#last = this.#stages.at(-1)!;
    this.#stages.reduce((from, to) => from.pipe(to));
    for (const stage of this.#stages) {
      stage.on('error', (error: NodeJS.ErrnoException) => {
        this.destroy();
        output.failed(error);
      });
    }
    this.#first.on('drain', () => {
      output.drained();
    });
    this.#last.on('data', (data: Buffer) => {
      if (!output.decoded(data)) this.#last.pause();
    });
    this.#last.on('end', () => {
      output.ended();
    });
  }

  /** Takes bytes, which belong to the chain from here on. Returns false when that is enough for now. */
  write(data: Uint8Array): boolean {
    // A decoder that found the end of its data has ended by itself; what follows is ignored.
    return this.#first.writable ? this.#first.write(data) : true;
  }

  /** No more bytes come. */
  end(): void {
    if (this.#first.writable) this.#first.end();
  }

  /** Puts out more, after it was paused. */
  resume(): void {
    this.#last.resume();
  }

  destroy(): void {
    for (const stage of this.#stages) stage.destroy();
  }
}
