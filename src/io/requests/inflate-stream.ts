/**
 * `gzip` and `deflate` as servers send them, as Node streams (RFC 1950, 1951, 1952; RFC 9110 section 8.4.1).
 *
 * Node's own Gunzip fails on bytes that follow the end of the data, with what it had decoded lost; servers do send them,
 * and every browser ignores them. So here the gzip container is read by hand and Node inflates what is in it.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { constants, createInflate, createInflateRaw, type Inflate, type InflateRaw } from 'node:zlib';
import { crc32, GzipHeader, TRAILER_SIZE, trailerProblem } from './gzip-container.js';

const OPTIONS = { chunkSize: 64 * 1024, flush: constants.Z_SYNC_FLUSH };

const EMPTY = Buffer.alloc(0);

/** A stream that gives its input to another, and puts out what that one does: the frame for both kinds below. */
abstract class InflateStream extends Transform {
  #inner: Inflate | InflateRaw | null = null;
  #written = 0;
  #innerEnded: (() => void) | null = null;

  constructor() {
    super({ readableHighWaterMark: OPTIONS.chunkSize });
  }

  /** Begins with a fresh inner stream. */
  protected start(inner: Inflate | InflateRaw): void {
    this.#inner?.destroy();
    this.#inner = inner;
    this.#written = 0;
    inner.on('data', (data: Buffer) => {
      this.inflated(data);
      if (!this.push(data)) inner.pause();
    });
    inner.on('end', () => {
      const ended = this.#innerEnded;
      this.#innerEnded = null;
      ended?.();
    });
    inner.on('error', (error) => {
      this.destroy(error);
    });
  }

  /** Hears of what was inflated. */
  protected abstract inflated(data: Buffer): void;

  /** Inflates input. `done` gets what lies behind the end of the deflate data, or null while that is not over. */
  protected inflate(data: Buffer, done: (rest: Buffer | null) => void): void {
    const inner = this.#inner!;
    this.#written += data.length;
    inner.write(data, (error) => {
      if (error || this.destroyed) return;
      const left = this.#written - inner.bytesWritten;
      // What is left over was of no interest: the data is at its end, and the inner stream has ended itself.
      if (left === 0) done(null);
      else {
        this.#whenEnded(inner, () => {
          done(data.subarray(data.length - left));
        });
      }
    });
  }

  /** Says that no more input comes; `done` hears once all is inflated. Data that is cut is an error. */
  protected finish(done: () => void): void {
    const inner = this.#inner!;
    this.#whenEnded(inner, done);
    inner.end();
  }

  #whenEnded(inner: Inflate | InflateRaw, ended: () => void): void {
    if (inner.readableEnded) ended();
    else this.#innerEnded = ended;
  }

  override _read(size: number): void {
    this.#inner?.resume();
    super._read(size);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#inner?.destroy();
    callback(error);
  }
}

/** `deflate`: in a zlib container, as it should be, or bare, as some servers send it. What follows is ignored. */
export class DeflateDecoder extends InflateStream {
  #state: 'start' | 'data' | 'over' = 'start';

  protected inflated(): void {
    // zlib has its checksum, bare deflate has none.
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    if (data.length === 0 || this.#state === 'over') {
      callback();
      return;
    }
    if (this.#state === 'start') {
      this.#state = 'data';
      this.start(isZlib(data) ? createInflate(OPTIONS) : createInflateRaw(OPTIONS));
    }
    this.inflate(data, (rest) => {
      if (rest !== null) this.#state = 'over';
      callback();
    });
  }

  override _flush(callback: TransformCallback): void {
    if (this.#state === 'data') this.finish(callback);
    else callback();
  }
}

/** Tells whether deflate data is in a zlib container: compression method 8, a window of at most 32 KiB (RFC 1950 section 2.2). */
export function isZlib(data: Uint8Array): boolean {
  const first = data[0] ?? 0;
  return (first & 0x0f) === 8 && first >> 4 <= 7;
}

/** `gzip`: one member or several; whatever else follows a member's end is ignored. */
export class GzipDecoder extends InflateStream {
  #state: 'header' | 'data' | 'trailer' | 'over' = 'header';
  #header = new GzipHeader();
  #trailer = EMPTY;
  #members = 0;
  #started = false;
  #crc = 0;
  #size = 0;

  protected inflated(data: Buffer): void {
    this.#crc = crc32(data, this.#crc);
    this.#size = (this.#size + data.length) >>> 0;
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#go(data, callback);
  }

  override _flush(callback: TransformCallback): void {
    if (this.#state === 'data') {
      this.finish(() => {
        callback(cut());
      });
    } else if (this.#state === 'trailer' || (this.#state === 'header' && this.#started && this.#members === 0)) {
      callback(cut());
    } else callback();
  }

  #go(data: Buffer, done: TransformCallback): void {
    if (data.length === 0 || this.#state === 'over') done();
    else if (this.#state === 'header') this.#readHeader(data, done);
    else if (this.#state === 'trailer') this.#readTrailer(data, done);
    else {
      this.inflate(data, (rest) => {
        if (rest === null) {
          done();
          return;
        }
        this.#state = 'trailer';
        this.#go(rest, done);
      });
    }
  }

  #readHeader(data: Buffer, done: TransformCallback): void {
    this.#started = true;
    const used = this.#header.take(data);
    if (this.#header.problem !== null && this.#members > 0) {
      this.#state = 'over';
      done();
    } else if (this.#header.problem !== null) done(bad(this.#header.problem));
    else if (!this.#header.complete) done();
    else {
      this.#state = 'data';
      this.#crc = 0;
      this.#size = 0;
      this.start(createInflateRaw(OPTIONS));
      this.#go(data.subarray(used), done);
    }
  }

  #readTrailer(data: Buffer, done: TransformCallback): void {
    const missing = TRAILER_SIZE - this.#trailer.length;
    this.#trailer = Buffer.concat([this.#trailer, data.subarray(0, missing)]);
    if (this.#trailer.length < TRAILER_SIZE) {
      done();
      return;
    }
    const problem = trailerProblem(this.#trailer, this.#crc, this.#size);
    if (problem !== null) {
      done(bad(problem));
      return;
    }
    this.#members++;
    this.#trailer = EMPTY;
    this.#header = new GzipHeader();
    this.#state = 'header';
    this.#go(data.subarray(missing), done);
  }
}

function bad(message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code: 'Z_DATA_ERROR' });
}

function cut(): NodeJS.ErrnoException {
  return Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' });
}
