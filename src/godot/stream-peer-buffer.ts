/**
 * `StreamPeerBuffer`: a stream over bytes in memory, with a cursor that reading and writing move.
 *
 * The array grows by writing; its capacity doubles, so that many small writes stay cheap. It never waits: what is not
 * in the array will not come, so a read that finds too little takes what is left, as Godot's does.
 */

import { GodotError } from './error.js';
import { StreamPeer } from './stream-peer.js';
import { WarnOnce } from './warn-once.js';

/** Capacity of the first growth, in bytes. */
const FIRST_CAPACITY = 64;

const isSize = (size: unknown, method: string): boolean => {
  if (typeof size !== 'number') throw new TypeError(`StreamPeerBuffer.${method} takes a number of bytes`);
  return Number.isInteger(size) && size >= 0;
};

/**
 * A byte array used as a stream.
 *
 * `get_data` with too few bytes left returns `ERR_INVALID_PARAMETER` with these, `get_partial_data` at the end of the
 * array `ERR_FILE_EOF`; readers of numbers and text return 0 or `''` there. The cursor is at the end after each.
 */
export class StreamPeerBuffer extends StreamPeer {
  readonly #complaints = new WarnOnce('StreamPeerBuffer');
  /** The first `#size` bytes count; the rest is capacity, and always zero. */
  #bytes = new Uint8Array(0);
  #size = 0;
  #position = 0;

  /** The bytes. Reading gives a copy; setting takes a copy and puts the cursor at the start. */
  get data_array(): Uint8Array {
    return this.get_data_array();
  }

  /** As {@link set_data_array}. */
  set data_array(data: Uint8Array) {
    this.set_data_array(data);
  }

  /** A copy of the bytes: the getter of `data_array`. */
  get_data_array(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  /**
   * Replaces the bytes by a copy of `data` and puts the cursor at the start: the setter of `data_array`.
   *
   * @param data - The bytes.
   * @throws TypeError when `data` is no `Uint8Array`.
   */
  set_data_array(data: Uint8Array): void {
    if (!(data instanceof Uint8Array)) throw new TypeError('StreamPeerBuffer.data_array is a Uint8Array');
    this.#bytes = new Uint8Array(data);
    this.#size = data.length;
    this.#position = 0;
  }

  /** Empties the array and puts the cursor at the start. */
  clear(): void {
    this.set_data_array(new Uint8Array(0));
  }

  /** A new stream over a copy of the bytes, with its cursor at the start and little-endian, as Godot's. */
  duplicate(): StreamPeerBuffer {
    const copy = new StreamPeerBuffer();
    copy.set_data_array(this.#bytes.subarray(0, this.#size));
    return copy;
  }

  /** Where the cursor is: 0 to `get_size()`. */
  get_position(): number {
    return this.#position;
  }

  /** How many bytes the array has. */
  get_size(): number {
    return this.#size;
  }

  /**
   * Cuts the array, or appends zeros to it. A cursor beyond the new end is put there.
   *
   * @param size - The new size in bytes: an integer from 0 up. Anything else, or more than memory can hold, changes
   *   nothing and warns.
   * @throws TypeError when `size` is no number.
   */
  resize(size: number): void {
    if (!isSize(size, 'resize')) {
      this.#complaints.warn('resize', `${size} is no size: give an integer from 0 up`);
      return;
    }
    if (!this.#reserve(size, size)) {
      this.#complaints.warn('resize', `there is no memory for ${size} bytes`);
      return;
    }
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#complaints.clear('resize');
    this.#size = size;
    this.#position = Math.min(this.#position, size);
  }

  /**
   * Moves the cursor.
   *
   * @param position - From the start of the array: 0 to `get_size()`. Anything else leaves the cursor and warns.
   * @throws TypeError when `position` is no number.
   */
  seek(position: number): void {
    if (!isSize(position, 'seek') || position > this.#size) {
      this.#complaints.warn('seek', `${position} is outside the array: give an integer from 0 to ${this.#size}`);
      return;
    }
    this.#complaints.clear('seek');
    this.#position = position;
  }

  protected override _get_data(bytes: number): [GodotError, Uint8Array] {
    const data = this.#read(bytes);
    return [data.length === bytes ? GodotError.OK : GodotError.ERR_INVALID_PARAMETER, data];
  }

  protected override _get_partial_data(bytes: number): [GodotError, Uint8Array] {
    const data = this.#read(bytes);
    return [bytes > 0 && data.length === 0 ? GodotError.ERR_FILE_EOF : GodotError.OK, data];
  }

  protected override _put_data(data: Uint8Array): GodotError {
    const end = this.#position + data.length;
    const roomy = Math.max(end, 2 * this.#bytes.length, FIRST_CAPACITY);
    if (!this.#reserve(end, roomy) && !this.#reserve(end, end)) return GodotError.ERR_OUT_OF_MEMORY;
    this.#bytes.set(data, this.#position);
    this.#position = end;
    this.#size = Math.max(this.#size, end);
    return GodotError.OK;
  }

  protected override _put_partial_data(data: Uint8Array): [GodotError, number] {
    return [this._put_data(data), data.length];
  }

  protected override _get_available_bytes(): number {
    return this.#size - this.#position;
  }

  /** Nothing is given back: no bytes will follow, and a program that reads until the end must reach it. */
  protected override _unread(): void {
    // Empty, see above.
  }

  #read(bytes: number): Uint8Array {
    const data = this.#bytes.slice(this.#position, Math.min(this.#position + bytes, this.#size));
    this.#position += data.length;
    return data;
  }

  /** Makes room for `size` bytes, growing to `capacity` if need be. `false` when there is no memory for it. */
  #reserve(size: number, capacity: number): boolean {
    if (size <= this.#bytes.length) return true;
    let grown: Uint8Array<ArrayBuffer>;
    try {
      grown = new Uint8Array(capacity);
    } catch {
      return false;
    }
    grown.set(this.#bytes);
    this.#bytes = grown;
    return true;
  }
}
