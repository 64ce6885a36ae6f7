/**
 * `--limit-rate`: bytes are handed on no faster than a rate, and the gate stays shut until all are.
 *
 * All requests of a command share one limit. What arrived in one go is handed on in small pieces, so that progress moves
 * evenly. Time that was not used is forgotten after a moment, so that a stall is not followed by a burst.
 */
import type { Gate } from './pump.js';

/** What the limit needs of time. */
export interface LimitClock {
  now(): number;
  rest(ms: number): Promise<void>;
}

/** A piece is what may come in this time. */
const PIECE_MS = 50;
const FORGETS_AFTER_MS = 200;

interface Waiting {
  bytes: Uint8Array;
  readonly deliver: (piece: Uint8Array) => void;
}

/** A limit in bytes a second. */
export class RateLimit implements Gate {
  readonly #bytesPerSecond: number;
  readonly #clock: LimitClock;
  readonly #waiting: Waiting[] = [];
  /** The moment up to which what was handed on is paid for. */
  #paidUntil: number;

  constructor(bytesPerSecond: number, clock: LimitClock) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#clock = clock;
    this.#paidUntil = clock.now();
  }

  /** Takes bytes, and hands them on when it is time. They must not change until then. */
  take(bytes: Uint8Array, deliver: (piece: Uint8Array) => void): void {
    this.#waiting.push({ bytes, deliver });
  }

  /** Hands on what it is time for. */
  closedUntil(): Promise<void> | null {
    const now = this.#clock.now();
    this.#paidUntil = Math.max(this.#paidUntil, now - FORGETS_AFTER_MS);
    while (this.#waiting.length > 0 && this.#paidUntil <= now) this.#handOn();
    const ahead = this.#paidUntil - now;
    return ahead > 0 || this.#waiting.length > 0 ? this.#clock.rest(Math.min(Math.max(ahead, 1), PIECE_MS)) : null;
  }

  /** Resolves when all is handed on. */
  async emptied(): Promise<void> {
    while (this.#waiting.length > 0) await (this.closedUntil() ?? Promise.resolve());
  }

  #handOn(): void {
    const first = this.#waiting[0]!;
    const size = Math.max(1, Math.floor((this.#bytesPerSecond * PIECE_MS) / 1000));
    const piece = first.bytes.subarray(0, size);
    first.bytes = first.bytes.subarray(piece.length);
    if (first.bytes.length === 0) this.#waiting.shift();
    this.#paidUntil += (piece.length * 1000) / this.#bytesPerSecond;
    first.deliver(piece);
  }
}
