/**
 * `StreamPeer`: Godot's base of everything bytes can be read from and written to, with readers and writers of
 * numbers and text.
 *
 * What a stream is lives in subclasses. They override the hooks `_get_partial_data`, `_put_partial_data` and
 * `_get_available_bytes` (as with Godot's StreamPeerExtension), or the public methods of the same names. A subclass
 * that can block the calling thread overrides `_wait` too; on any other, what Godot would wait for ends with
 * `ERR_UNAVAILABLE`. This file knows no sockets. `get_var` and `put_var` are left out.
 */

/* eslint @typescript-eslint/no-unused-vars: ["error", { "argsIgnorePattern": "^_" }] -- for default hooks */

import { decodeLatin1, encodeAscii } from './ascii.js';
import { errorName, GodotError } from './error.js';
import { decodeHalf, encodeHalf } from './half-float.js';
import { WarnOnce } from './warn-once.js';

/** How long one call of `_wait` may block, in milliseconds. The stream is asked again after each. */
const WAIT_MS = 1000;

/** The longest text a length prefix may announce, as in Godot, whose lengths are signed 32-bit numbers. */
const MAX_TEXT = 2 ** 31 - 1;

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder();

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
};

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const checkBytes = (data: unknown, method: string): void => {
  if (!(data instanceof Uint8Array)) throw new TypeError(`StreamPeer.${method} takes a Uint8Array`);
};

const checkNumber = (value: unknown, method: string): void => {
  if (typeof value !== 'number') throw new TypeError(`StreamPeer.${method} takes a number`);
};

const checkText = (text: unknown, method: string): void => {
  if (typeof text !== 'string') throw new TypeError(`StreamPeer.${method} takes a string`);
};

const toBigInt = (value: unknown, method: string): bigint => {
  if (typeof value === 'bigint') return value;
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  throw new TypeError(`StreamPeer.${method} takes a bigint, or a number that is a safe integer`);
};

/**
 * A stream of bytes.
 *
 * Readers of numbers and text wait where the stream can wait (see `_wait`). Where it cannot, and less than the whole
 * value is there, they return 0 or `''` and leave what is there for the next read, whatever it asks for: check
 * `get_available_bytes()` to tell a short read from a real zero.
 */
export abstract class StreamPeer {
  readonly #complaints = new WarnOnce('StreamPeer');
  #bigEndian = false;
  /** Bytes that a reader took from the stream and gave back; every read of this class takes them first. */
  #kept: Uint8Array = new Uint8Array(0);

  /** If `true`, numbers are read and written big-endian (network order); else, the default, little-endian. */
  get big_endian(): boolean {
    return this.is_big_endian_enabled();
  }

  /** As {@link set_big_endian}. */
  set big_endian(enable: boolean) {
    this.set_big_endian(enable);
  }

  /**
   * Chooses the order of bytes: the setter of `big_endian`.
   *
   * @param enable - `true` for big-endian, `false` for little-endian.
   * @throws TypeError when `enable` is no boolean.
   */
  set_big_endian(enable: boolean): void {
    if (typeof enable !== 'boolean') throw new TypeError('StreamPeer.big_endian is a boolean');
    this.#bigEndian = enable;
  }

  /** Whether numbers are read and written big-endian: the getter of `big_endian`. */
  is_big_endian_enabled(): boolean {
    return this.#bigEndian;
  }

  /** How many bytes can be read at once now: 0 or more. */
  get_available_bytes(): number {
    return this.#kept.length + this._get_available_bytes();
  }

  /**
   * Reads exactly `bytes` bytes, and waits for them where the stream can wait.
   *
   * @param bytes - How many: an integer from 0 up.
   * @returns The error and the bytes: `OK` with all of them; any other error with the bytes that were taken before it
   *   (they will not come again): `ERR_UNAVAILABLE` when no more are there and the stream cannot wait,
   *   `ERR_INVALID_PARAMETER` (nothing taken) when `bytes` is negative or no integer, or what the stream reports.
   * @throws TypeError when `bytes` is no number.
   */
  get_data(bytes: number): [GodotError, Uint8Array] {
    if (!this.#isCount(bytes, 'get_data')) return [GodotError.ERR_INVALID_PARAMETER, new Uint8Array(0)];
    const kept = this.#takeKept(bytes);
    if (kept.length === bytes) return [GodotError.OK, kept];
    const [error, data] = this._get_data(bytes - kept.length);
    return [error, kept.length === 0 ? data : join([kept, data])];
  }

  /**
   * Reads what is there, at most `bytes` bytes, without waiting.
   *
   * @param bytes - How many at most: an integer from 0 up.
   * @returns The error and the bytes: `OK` with 0 to `bytes` bytes; `ERR_INVALID_PARAMETER` when `bytes` is negative or
   *   no integer; or what the stream reports, such as that it is not connected.
   * @throws TypeError when `bytes` is no number.
   */
  get_partial_data(bytes: number): [GodotError, Uint8Array] {
    if (!this.#isCount(bytes, 'get_partial_data')) return [GodotError.ERR_INVALID_PARAMETER, new Uint8Array(0)];
    if (this.#kept.length > 0) return [GodotError.OK, this.#takeKept(bytes)];
    return this._get_partial_data(bytes);
  }

  /**
   * Writes all of `data`, and waits for room where the stream can wait.
   *
   * @param data - The bytes. The stream does not change them.
   * @returns `OK` when all were taken; `ERR_UNAVAILABLE` when the stream is full and cannot wait; or what the stream
   *   reports. On failure a part may have been written: use `put_partial_data` to know how much.
   * @throws TypeError when `data` is no `Uint8Array`.
   */
  put_data(data: Uint8Array): GodotError {
    checkBytes(data, 'put_data');
    return data.length === 0 ? GodotError.OK : this._put_data(data);
  }

  /**
   * Writes as much of `data` as the stream takes now, without waiting.
   *
   * @param data - The bytes. The stream does not change them.
   * @returns The error and how many bytes were taken, from the start of `data`: `OK` with 0 to all; or what the stream
   *   reports.
   * @throws TypeError when `data` is no `Uint8Array`.
   */
  put_partial_data(data: Uint8Array): [GodotError, number] {
    checkBytes(data, 'put_partial_data');
    return data.length === 0 ? [GodotError.OK, 0] : this._put_partial_data(data);
  }

  /** Reads a signed byte. @returns -128 to 127; 0 when none is there. */
  get_8(): number {
    return this.#view(1)?.getInt8(0) ?? 0;
  }

  /** Reads a signed 16-bit number. @returns -32768 to 32767; 0 when fewer than 2 bytes are there. */
  get_16(): number {
    return this.#view(2)?.getInt16(0, !this.big_endian) ?? 0;
  }

  /** Reads a signed 32-bit number. @returns -2147483648 to 2147483647; 0 when fewer than 4 bytes are there. */
  get_32(): number {
    return this.#view(4)?.getInt32(0, !this.big_endian) ?? 0;
  }

  /** Reads a signed 64-bit number. @returns -2^63 to 2^63 - 1 as a bigint; `0n` when fewer than 8 bytes are there. */
  get_64(): bigint {
    return this.#view(8)?.getBigInt64(0, !this.big_endian) ?? 0n;
  }

  /** Reads an unsigned byte. @returns 0 to 255; 0 when none is there. */
  get_u8(): number {
    return this.#view(1)?.getUint8(0) ?? 0;
  }

  /** Reads an unsigned 16-bit number. @returns 0 to 65535; 0 when fewer than 2 bytes are there. */
  get_u16(): number {
    return this.#view(2)?.getUint16(0, !this.big_endian) ?? 0;
  }

  /** Reads an unsigned 32-bit number. @returns 0 to 4294967295; 0 when fewer than 4 bytes are there. */
  get_u32(): number {
    return this.#view(4)?.getUint32(0, !this.big_endian) ?? 0;
  }

  /** Reads an unsigned 64-bit number. @returns 0 to 2^64 - 1 as a bigint; `0n` when fewer than 8 bytes are there. */
  get_u64(): bigint {
    return this.#view(8)?.getBigUint64(0, !this.big_endian) ?? 0n;
  }

  /** Reads a half-precision (IEEE 754 binary16) number. @returns The number; 0 when fewer than 2 bytes are there. */
  get_half(): number {
    return decodeHalf(this.get_u16());
  }

  /** Reads a single-precision (binary32) number. @returns The number; 0 when fewer than 4 bytes are there. */
  get_float(): number {
    return this.#view(4)?.getFloat32(0, !this.big_endian) ?? 0;
  }

  /** Reads a double-precision (binary64) number. @returns The number; 0 when fewer than 8 bytes are there. */
  get_double(): number {
    return this.#view(8)?.getFloat64(0, !this.big_endian) ?? 0;
  }

  /**
   * Reads ASCII text (a byte above 0x7F is its Latin-1 character).
   *
   * @param bytes - How many bytes of text; any negative number, the default, means that their count comes first, as an
   *   unsigned 32-bit number, which is how `put_string` writes.
   * @returns The text; `''` when it is not all there (nothing is taken then), when its count is above 2147483647 (the
   *   count is taken, with a warning) or when `bytes` is no integer (with a warning).
   * @throws TypeError when `bytes` is no number.
   */
  get_string(bytes = -1): string {
    return decodeLatin1(this.#text(bytes, 'get_string'));
  }

  /**
   * Reads UTF-8 text. What is no UTF-8 becomes U+FFFD; a byte order mark at its start is skipped.
   *
   * @param bytes - How many bytes of text; any negative number, the default, means that their count comes first, as an
   *   unsigned 32-bit number, which is how `put_utf8_string` writes.
   * @returns The text; `''` on the failures of `get_string`.
   * @throws TypeError when `bytes` is no number.
   */
  get_utf8_string(bytes = -1): string {
    return utf8Decoder.decode(this.#text(bytes, 'get_utf8_string'));
  }

  /**
   * Writes a signed byte.
   *
   * As with the other integers of 8, 16 and 32 bits: a value out of range is cut to its lowest bits, a fraction is cut
   * off, NaN and the infinities count as 0; bytes that the stream does not take are reported as a warning.
   *
   * @param value - -128 to 127.
   * @throws TypeError when `value` is no number.
   */
  put_8(value: number): void {
    this.#put('put_8', value, 1, (view) => {
      view.setInt8(0, value);
    });
  }

  /** Writes a signed 16-bit number; else as {@link StreamPeer.put_8}. @param value - -32768 to 32767. */
  put_16(value: number): void {
    this.#put('put_16', value, 2, (view) => {
      view.setInt16(0, value, !this.big_endian);
    });
  }

  /** Writes a signed 32-bit number; else as {@link StreamPeer.put_8}. @param value - -2147483648 to 2147483647. */
  put_32(value: number): void {
    this.#put('put_32', value, 4, (view) => {
      view.setInt32(0, value, !this.big_endian);
    });
  }

  /**
   * Writes a signed 64-bit number.
   *
   * @param value - -2^63 to 2^63 - 1, else cut to its lowest 64 bits; a bigint, or a number that is a safe integer.
   * @throws TypeError for anything else: such a number is not exact any more.
   */
  put_64(value: bigint | number): void {
    const exact = toBigInt(value, 'put_64');
    this.#put('put_64', 0, 8, (view) => {
      view.setBigInt64(0, exact, !this.big_endian);
    });
  }

  /** Writes an unsigned byte; else as {@link StreamPeer.put_8}. @param value - 0 to 255. */
  put_u8(value: number): void {
    this.#put('put_u8', value, 1, (view) => {
      view.setUint8(0, value);
    });
  }

  /** Writes an unsigned 16-bit number; else as {@link StreamPeer.put_8}. @param value - 0 to 65535. */
  put_u16(value: number): void {
    this.#put('put_u16', value, 2, (view) => {
      view.setUint16(0, value, !this.big_endian);
    });
  }

  /** Writes an unsigned 32-bit number; else as {@link StreamPeer.put_8}. @param value - 0 to 4294967295. */
  put_u32(value: number): void {
    this.#put('put_u32', value, 4, (view) => {
      view.setUint32(0, value, !this.big_endian);
    });
  }

  /**
   * Writes an unsigned 64-bit number.
   *
   * @param value - 0 to 2^64 - 1, else cut to its lowest 64 bits; a bigint, or a number that is a safe integer.
   * @throws TypeError for anything else: such a number is not exact any more.
   */
  put_u64(value: bigint | number): void {
    const exact = toBigInt(value, 'put_u64');
    this.#put('put_u64', 0, 8, (view) => {
      view.setBigUint64(0, exact, !this.big_endian);
    });
  }

  /**
   * Writes a half-precision (IEEE 754 binary16) number, rounded to the nearest half, ties to even.
   *
   * @param value - Any number; from 65520 up it becomes infinity.
   * @throws TypeError when `value` is no number.
   */
  put_half(value: number): void {
    this.#put('put_half', value, 2, (view) => {
      view.setUint16(0, encodeHalf(value), !this.big_endian);
    });
  }

  /** Writes a single-precision (binary32) number, rounded to the nearest. @param value - Any number. */
  put_float(value: number): void {
    this.#put('put_float', value, 4, (view) => {
      view.setFloat32(0, value, !this.big_endian);
    });
  }

  /** Writes a double-precision (binary64) number. @param value - Any number. */
  put_double(value: number): void {
    this.#put('put_double', value, 8, (view) => {
      view.setFloat64(0, value, !this.big_endian);
    });
  }

  /**
   * Writes ASCII text after the count of its bytes as an unsigned 32-bit number. To write it without the count, give
   * `new TextEncoder().encode(text)` to `put_data`.
   *
   * @param value - The text. A character outside ASCII is written as a blank, with a warning.
   * @throws TypeError when `value` is no string.
   */
  put_string(value: string): void {
    checkText(value, 'put_string');
    const { bytes, replaced } = encodeAscii(value);
    const complaint = replaced ? 'characters outside ASCII were written as blanks: use put_utf8_string' : null;
    this.#putText('put_string', bytes, complaint);
  }

  /**
   * Writes UTF-8 text after the count of its bytes as an unsigned 32-bit number. To write it without the count, give
   * `new TextEncoder().encode(text)` to `put_data`.
   *
   * @param value - The text. A lone surrogate is written as U+FFFD.
   * @throws TypeError when `value` is no string.
   */
  put_utf8_string(value: string): void {
    checkText(value, 'put_utf8_string');
    this.#putText('put_utf8_string', utf8Encoder.encode(value), null);
  }

  /**
   * Hook of `get_partial_data`: gives what is there, at most so many bytes, and never waits.
   *
   * @param _bytes - An integer from 0 up.
   * @returns The error and the bytes, which belong to the caller from then on.
   */
  protected _get_partial_data(_bytes: number): [GodotError, Uint8Array] {
    return [GodotError.ERR_UNAVAILABLE, new Uint8Array(0)];
  }

  /**
   * Hook of `put_partial_data`: takes what there is room for, and never waits.
   *
   * @param _data - At least one byte. It may change after the call: keep a copy, not the array.
   * @returns The error and how many bytes were taken.
   */
  protected _put_partial_data(_data: Uint8Array): [GodotError, number] {
    return [GodotError.ERR_UNAVAILABLE, 0];
  }

  /** Hook of `get_available_bytes`: how many bytes `_get_partial_data` would give now. */
  protected _get_available_bytes(): number {
    return 0;
  }

  /**
   * Hook of `get_data`: by default it asks `get_partial_data` until all is there, and `_wait`s in between.
   *
   * @param bytes - An integer from 1 up.
   * @returns The error and the bytes that were taken.
   */
  protected _get_data(bytes: number): [GodotError, Uint8Array] {
    const parts: Uint8Array[] = [];
    for (let missing = bytes; missing > 0;) {
      const [error, part] = this.get_partial_data(missing);
      if (part.length > 0) parts.push(part);
      missing -= part.length;
      if (error !== GodotError.OK && missing > 0) return [error, join(parts)];
      if (part.length === 0 && !this._wait(WAIT_MS)) return [GodotError.ERR_UNAVAILABLE, join(parts)];
    }
    return [GodotError.OK, join(parts)];
  }

  /**
   * Hook of `put_data`: by default it gives to `put_partial_data` until all is taken, and `_wait`s in between.
   *
   * @param data - At least one byte.
   * @returns `OK` when all were taken.
   */
  protected _put_data(data: Uint8Array): GodotError {
    for (let rest = data; rest.length > 0;) {
      const [error, sent] = this.put_partial_data(rest);
      if (error !== GodotError.OK) return error;
      if (sent <= 0 && !this._wait(WAIT_MS)) return GodotError.ERR_UNAVAILABLE;
      if (sent > 0) rest = rest.subarray(sent);
    }
    return GodotError.OK;
  }

  /**
   * Hook for streams that can block the calling thread: waits until the stream may have news (bytes, room, its end).
   *
   * @param _timeoutMs - How long at most, in milliseconds.
   * @returns `true` when it did wait and it makes sense to try again, even if the time ran out without news; `false` at
   *   once, the default, when the stream cannot wait or is over.
   */
  protected _wait(_timeoutMs: number): boolean {
    return false;
  }

  /**
   * Hook for readers of numbers and text that found too little: takes the bytes back, before all others.
   *
   * @param data - What was read last from the stream, in full.
   */
  protected _unread(data: Uint8Array): void {
    if (data.length > 0) this.#kept = join([data, this.#kept]);
  }

  /** For subclasses that connect anew: forgets what readers gave back, which belongs to the connection before. */
  protected _forget_unread(): void {
    this.#kept = new Uint8Array(0);
  }

  /** Whether `bytes` is a count of bytes: `false`, after a warning, when negative or fractional. */
  #isCount(bytes: unknown, method: string): boolean {
    if (typeof bytes !== 'number') throw new TypeError(`StreamPeer.${method} takes a number of bytes`);
    const valid = Number.isInteger(bytes) && bytes >= 0;
    if (valid) this.#complaints.clear(method);
    else this.#complaints.warn(method, `${bytes} is no number of bytes: give an integer from 0 up`);
    return valid;
  }

  /** Takes up to `bytes` bytes of what readers gave back. */
  #takeKept(bytes: number): Uint8Array {
    if (this.#kept.length === 0) return this.#kept;
    const taken = this.#kept.slice(0, bytes);
    this.#kept = this.#kept.slice(bytes);
    return taken;
  }

  /** Exactly `bytes` bytes, or `null` after what came was given back. Works with a subclass's own `get_data`, too. */
  #take(bytes: number): Uint8Array | null {
    const kept = this.#takeKept(bytes);
    if (kept.length === bytes) return kept;
    const [error, more] = this.get_data(bytes - kept.length);
    const data = kept.length === 0 ? more : join([kept, more]);
    if (error === GodotError.OK && data.length === bytes) return data;
    this._unread(data);
    return null;
  }

  #view(bytes: number): DataView | null {
    const data = this.#take(bytes);
    return data && viewOf(data);
  }

  /** The bytes of a text; none when it is not all there. */
  #text(bytes: number, method: string): Uint8Array {
    const none = new Uint8Array(0);
    if (!(bytes < 0 && Number.isInteger(bytes)))
      return this.#isCount(bytes, method) ? (this.#take(bytes) ?? none) : none;
    const prefix = this.#take(4);
    if (prefix === null) return none;
    const length = viewOf(prefix).getUint32(0, !this.big_endian);
    if (length > MAX_TEXT) {
      const announced = `the stream announces a text of ${length} bytes; nothing above ${MAX_TEXT} is read`;
      this.#complaints.warn(method, announced);
      return none;
    }
    const text = this.#take(length);
    if (text === null) this._unread(prefix);
    return text ?? none;
  }

  #put(method: string, value: number, bytes: number, fill: (view: DataView) => void): void {
    checkNumber(value, method);
    const data = new Uint8Array(bytes);
    fill(viewOf(data));
    this.#send(method, data, null);
  }

  #putText(method: string, text: Uint8Array, complaint: string | null): void {
    const data = new Uint8Array(4 + text.length);
    viewOf(data).setUint32(0, text.length, !this.big_endian);
    data.set(text, 4);
    this.#send(method, data, complaint);
  }

  /** Writes a value; warns when the stream does not take it, or else of what was wrong with the value. */
  #send(method: string, data: Uint8Array, complaint: string | null): void {
    const error = this.put_data(data);
    if (error !== GodotError.OK) {
      this.#complaints.warn(method, `the stream did not take all ${data.length} bytes: ${errorName(error)}`);
    } else if (complaint !== null) {
      this.#complaints.warn(method, complaint);
    } else {
      this.#complaints.clear(method);
    }
  }
}
