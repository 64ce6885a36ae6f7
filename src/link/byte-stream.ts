/**
 * The caller's end of one connection that lives in the I/O thread.
 *
 * Bytes are looked at where they arrived, in shared memory, and taken; writes are posted. It knows states and bytes, not
 * what they mean. Waiting is a return value, or wait().
 */
import { CONTROL_WORDS, SENT, SEQUENCE, STALLED, STATE, StreamState, type CommonMemory } from './layout.js';
import type { Link, Receiver } from './link.js';
import {
  Command,
  Event,
  type Endpoints,
  type Failure,
  type LinkEvent,
  type StreamCommand,
  type StreamTarget,
  type TlsPlan,
  type TlsServerPlan,
} from './protocol.js';
import { RingReader } from './ring.js';

const encoder = new TextEncoder();

export class ByteStream implements Receiver {
  readonly #link: Link;
  readonly #id: number;
  readonly #memory: CommonMemory;
  readonly #control: Int32Array;
  #ring: RingReader;
  readonly #nextRings: CommonMemory[] = [];
  #seenSequence = 0;
  #queued = 0;
  #closed = false;
  /** The state when it was closed: the memory may belong to another stream since. */
  #lastState: StreamState = StreamState.RESOLVING;
  #lent = false;
  #abandoned = false;

  #endpoints: Endpoints | null = null;
  #failure: Failure | null = null;

  /**
   * @param target - Where to connect to.
   * @param begin - The command that begins it; by default a new connection.
   */
  constructor(
    link: Link,
    readonly target: StreamTarget,
    begin: (id: number, memory: CommonMemory) => StreamCommand = (id, memory) => [Command.OPEN, id, memory, target],
  ) {
    const memory = link.rings.take();
    this.#link = link;
    this.#memory = memory;
    this.#control = new Int32Array(memory, 0, CONTROL_WORDS);
    this.#ring = new RingReader(memory);
    this.#id = link.register(this);
    if (link.death === null) link.post(begin(this.#id, memory));
    else this.abandon(link.death);
  }

  /**
   * Lays TLS over this connection. From here on its bytes belong to the stream that is returned; this one may only be
   * asked for its state, and closed, which ends both.
   *
   * @param unread - Bytes that were read already, and are the handshake's.
   */
  secure(plan: TlsPlan | TlsServerPlan, unread: Uint8Array | null): ByteStream {
    const target = 'verify' in plan ? { ...this.target, tls: plan } : this.target;
    // Of its own: the array may be a view on much more.
    const held = unread === null ? null : new Uint8Array(unread).buffer;
    this.#lent = true;
    return new ByteStream(this.#link, target, (id, memory) => [Command.SECURE, id, memory, this.#id, held, plan]);
  }

  /** Whether the I/O side runs on its own thread, so that {@link wait} can wait. */
  get canWait(): boolean {
    return this.#link.threaded;
  }

  /** Whether TLS was laid over it: there are no bytes to read here any more, and none can be written. */
  get lent(): boolean {
    return this.#lent;
  }

  /** Who is at both ends, once it was open. */
  get endpoints(): Endpoints | null {
    if (this.#endpoints === null) this.#link.drain();
    return this.#endpoints;
  }

  /** Why it failed, once it did. */
  get failure(): Failure | null {
    // The event with the reason was posted before the state was set, but may not be taken yet.
    if (this.#failure === null) this.#link.drain();
    return this.#failure;
  }

  /** Sends what was posted and takes in what arrived. */
  drain(): void {
    this.#link.drain();
  }

  /** True when the I/O thread changed anything since the last call: the cheap question of every poll. */
  changed(): boolean {
    if (this.#closed) return true;
    const sequence = Atomics.load(this.#control, SEQUENCE);
    if (sequence === this.#seenSequence && !this.#abandoned) return false;
    this.#seenSequence = sequence;
    return true;
  }

  /** The stream's state. Ask this before {@link available}: what arrived before an end is then always seen. */
  get state(): StreamState {
    const state = this.#closed ? this.#lastState : (Atomics.load(this.#control, STATE) as StreamState);
    if (!this.#abandoned && !this.#closed) return state;
    if (state >= StreamState.OPEN) return StreamState.FAILED;
    return state <= StreamState.CONNECTING ? StreamState.CANT_CONNECT : state;
  }

  /** The memory in which unread bytes stand: `bytes[offset]` onward, {@link contiguous} of them. */
  get bytes(): Uint8Array {
    return this.#ring.bytes;
  }

  /** Where the first unread byte stands in {@link bytes}. */
  get offset(): number {
    return this.#ring.offset;
  }

  /** How many unread bytes stand there in one piece; 0 when nothing is to be read now. */
  contiguous(): number {
    if (this.#lent || this.#closed) return 0;
    for (;;) {
      const sealed = this.#ring.sealed();
      const count = this.#ring.contiguous();
      if (count > 0 || !sealed) return count;
      if (!this.#enterNextRing()) return 0;
    }
  }

  /** How many unread bytes there are in all. */
  available(): number {
    if (this.#lent || this.#closed) return 0;
    let count = this.#ring.available();
    for (const memory of this.#nextRings) count += new RingReader(memory).available();
    return count;
  }

  /** Takes `count` bytes, at most what {@link contiguous} said. Wakes the thread if it stopped for want of room. */
  consume(count: number): void {
    if (this.#closed) return;
    this.#ring.consume(count);
    if (Atomics.load(this.#control, STALLED) === 0) return;
    // A sealed ring is not the one the thread is waiting at.
    if (this.#ring.sealed() || this.#ring.available() > this.#ring.capacity / 2) return;
    if (Atomics.compareExchange(this.#control, STALLED, 1, 0) !== 1) return;
    this.#link.post([Command.RESUME, this.#id]);
    // At once: the caller may go on reading for the rest of its frame, and the thread should fill meanwhile.
    this.#link.flush();
  }

  /** Copies up to `limit` unread bytes into memory of their own and takes them. */
  read(limit: number): Uint8Array {
    const out = new Uint8Array(Math.min(limit, this.available()));
    let filled = 0;
    while (filled < out.length) {
      const count = Math.min(out.length - filled, this.contiguous());
      if (count === 0) return out.slice(0, filled);
      out.set(this.bytes.subarray(this.offset, this.offset + count), filled);
      this.consume(count);
      filled += count;
    }
    return out;
  }

  /**
   * Writes text as UTF-8, then bytes, in one piece.
   *
   * @param bytes - Given away, and all of its buffer: that goes to the I/O thread and must not be used any more.
   */
  write(text: string, bytes: Uint8Array<ArrayBuffer> | null = null): void {
    if (this.#closed || this.#lent) return;
    this.#queued = (this.#queued + byteLength(text) + (bytes?.length ?? 0)) | 0;
    const given = bytes?.buffer;
    this.#link.post([Command.WRITE, this.#id, text, given ?? null], given);
  }

  /** Bytes written that the kernel has not taken yet (modulo 2^32; 0 means that all went out). */
  unsent(): number {
    if (this.#closed) return 0;
    return (this.#queued - Atomics.load(this.#control, SENT)) >>> 0;
  }

  /** Whether small writes go out at once. */
  setNoDelay(enabled: boolean): void {
    this.#link.post([Command.NO_DELAY, this.#id, enabled]);
  }

  /** Blocks until something is new or `ms` milliseconds are over; false when that is not possible here. */
  wait(ms: number): boolean {
    return this.#link.wait(ms);
  }

  /** Destroys the connection. What was unread is gone. */
  close(): void {
    if (this.#closed) return;
    this.#lastState = this.state;
    this.#closed = true;
    this.#link.unregister(this.#id);
    this.#link.post([Command.CLOSE, this.#id]);
    this.#link.rings.give(this.#memory);
  }

  receive(event: LinkEvent): void {
    switch (event[0]) {
      case Event.OPENED:
        this.#endpoints = event[2];
        break;
      case Event.RING:
        this.#nextRings.push(event[2]);
        break;
      case Event.FAILED:
        this.#failure = event[2];
        break;
      default:
    }
  }

  abandon(failure: Failure): void {
    this.#abandoned = true;
    this.#failure ??= failure;
  }

  #enterNextRing(): boolean {
    if (this.#nextRings.length === 0) this.#link.drain();
    const next = this.#nextRings.shift();
    if (next === undefined) return false;
    this.#ring = new RingReader(next);
    return true;
  }
}

const ascii = /^[\0-\x7f]*$/;

function byteLength(text: string): number {
  return ascii.test(text) ? text.length : encoder.encode(text).length;
}
