/**
 * One request of the Steam interface, in the shape that the screen and the report show.
 *
 * It keeps what the signals told of it; it neither sends nor dispatches.
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

  constructor(
    readonly handle: number,
    readonly request: TransferRequest,
    readonly check: BodyCheck,
    readonly begunAt: number,
  ) {}

  get over(): boolean {
    return this.state === 'done' || this.state === 'failed';
  }

  /** The head of the answer is there. */
  begin(steam: SteamHTTP): void {
    const length = steam.getHTTPResponseHeaderValue(this.handle, 'Content-Length', 20);
    this.state = 'body';
    this.answer = { code: 200, length: Number(Buffer.from(length).toString() || -1), location: null };
  }

  take(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.check.take(bytes);
  }

  /** It completed: well, if the answer is a good one and has the bytes expected. */
  complete(steam: SteamHTTP, success: boolean, code: number, place: number, now: number): void {
    this.place = place;
    this.elapsedMs = now - this.begunAt;
    this.answer = { code, length: this.received, location: null };
    const error = steam.getHTTPRequestError(this.handle);
    const verdict = success ? this.check.verdict() : (error?.message ?? 'it failed without a reason');
    this.state = verdict === null ? 'done' : 'failed';
    if (verdict !== null) this.failure = { what: verdict, remedy: 'please report this, it is a bug' };
  }
}
