/**
 * The transfers that share one HTTPClient and so one connection: one after another, advanced once a frame.
 *
 * A lane also looks at the bodies, outside the measured part of the frame.
 */
import type { BodyCheck } from './body-check.js';
import type { PolledClient, Transfer } from './transfer.js';

/** A transfer and, where the right body is known, what compares it. */
export interface LaneEntry {
  readonly transfer: Transfer;
  readonly check: BodyCheck | null;
}

/** One connection and what is to be transferred over it. */
export class Lane {
  readonly #client: PolledClient;
  #running = 0;

  constructor(
    client: PolledClient,
    readonly entries: readonly LaneEntry[],
  ) {
    this.#client = client;
  }

  /** The transfer that is on, or null when all are over. */
  get current(): Transfer | null {
    return this.entries[this.#running]?.transfer ?? null;
  }

  /** The measured part of a frame. */
  poll(): void {
    this.current?.advance();
  }

  /** The rest of a frame. Returns the transfer that it looked at, or null when all are over. */
  digest(): Transfer | null {
    const entry = this.entries[this.#running];
    if (entry === undefined) return null;
    const { transfer, check } = entry;
    for (const chunk of transfer.takeChunks()) check?.take(chunk);
    if (!transfer.over) return transfer;
    this.#running++;
    const verdict = transfer.state === 'done' && check !== null ? check.verdict() : null;
    if (verdict !== null) transfer.reject({ what: verdict, remedy: 'please report this, it is a bug' });
    return transfer;
  }

  /** Lets go of the connection. */
  close(): void {
    this.#client.close();
  }
}
