/**
 * One request of the Steam interface, in the shape that the screen and the report show.
 *
 * It keeps what the signals told of it; it neither sends nor dispatches. The bytes are compared outside of the measured
 * part of the frame.
 */
import type { SteamHTTP } from '../../steam/index.js';
import type { BodyCheck } from './body-check.js';
import type { Failure } from './failure.js';
import type { ShownTransfer } from './screen.js';
import type { TransferAnswer, TransferRequest, TransferState } from './transfer.js';

export class SteamTransfer implements ShownTransfer {
  state: TransferState = 'waiting';
  answer: TransferAnswer | null = null;
  received = 0;
  failure: Failure | null = null;
  elapsedMs = 0;
  frames = 0;
  /** Which of all it was to complete, counted from 1; 0 before. */
  place = 0;
  /** What part the cache had in the answer, once it completed. */
  cache = '';
  readonly #check: BodyCheck;
  readonly #begunAt: number;
  #chunks: Uint8Array[] = [];

  /** @param now - The time in milliseconds; it is sent right away. */
  constructor(
    readonly handle: number,
    readonly request: TransferRequest,
    check: BodyCheck,
    now: number,
  ) {
    this.#check = check;
    this.#begunAt = now;
  }

  get over(): boolean {
    return this.state === 'done' || this.state === 'failed';
  }

  /** The head of the answer is there. */
  begin(steam: SteamHTTP): void {
    const length = steam.getHTTPResponseHeaderValue(this.handle, 'Content-Length', 20);
    this.state = 'body';
    this.answer = {
      code: steam.getHTTPResponseStatusCode(this.handle),
      length: Number(Buffer.from(length).toString() || -1),
      location: null,
    };
  }

  take(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.#chunks.push(bytes);
  }

  /** It completed: well, as far as can be said before its bytes were looked at. */
  complete(steam: SteamHTTP, success: boolean, code: number, place: number, now: number): void {
    this.place = place;
    this.elapsedMs = now - this.#begunAt;
    this.answer = { code, length: this.received, location: null };
    this.cache = steam.getHTTPResponseCacheStatus(this.handle);
    this.state = 'done';
    if (!success) this.#fail(steam.getHTTPRequestError(this.handle)?.message ?? 'it failed without a reason');
  }

  /** Looks at the bytes that came since the last call: in the rest of a frame. */
  digest(): void {
    for (const chunk of this.#chunks.splice(0)) this.#check.take(chunk);
    const verdict = this.state === 'done' ? this.#check.verdict() : null;
    if (verdict !== null) this.#fail(verdict);
  }

  #fail(what: string): void {
    this.state = 'failed';
    this.failure = { what, remedy: 'please report this, it is a bug' };
  }
}
