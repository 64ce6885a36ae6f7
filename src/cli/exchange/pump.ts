/**
 * Turns the polled interfaces into promises: polls while anything is on its way, as often as it pays.
 *
 * Gates hold it back: while a reader of the output is slow, or a rate limit is reached, nothing is polled, the rings of
 * the I/O thread fill, and the server is slowed down. So memory stays bounded without anyone counting bytes.
 */
import { setImmediate as nextTurn, setTimeout as rest } from 'node:timers/promises';
import type { Exchange, RequestPlan } from './exchange.js';
import type { Fetch, Fetcher, HopListener } from './fetcher.js';

/** Something that must be open before more is polled. */
export interface Gate {
  /** Null when it is open, else a promise that resolves when it is worth asking again. */
  closedUntil(): Promise<void> | null;
}

/** A poll that finds nothing is followed by a rest that grows from the first to the last of these, in milliseconds. */
const REST_MS = { first: 1, last: 8 };

interface Running {
  fetch: Fetch | null;
  readonly reject: (reason: Error) => void;
}

/** Runs exchanges of one fetcher. */
export class Pump {
  readonly #fetcher: Fetcher;
  readonly #gates: readonly Gate[];
  readonly #signal: AbortSignal;
  readonly #running = new Set<Running>();
  #turning = false;

  /** @param signal - Ends every exchange: their promises reject with its reason. */
  constructor(fetcher: Fetcher, gates: readonly Gate[], signal: AbortSignal) {
    this.#fetcher = fetcher;
    this.#gates = gates;
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      for (const running of [...this.#running]) this.#end(running, signal.reason as Error);
    });
  }

  /**
   * Sends a request and resolves when it is over, failed or not. Rejects, and cancels the request, when the signal is
   * aborted or the listener throws.
   */
  exchange(plan: RequestPlan, listener: HopListener): Promise<Exchange> {
    return new Promise((resolve, reject) => {
      this.#signal.throwIfAborted();
      const running: Running = { fetch: null, reject };
      // The interfaces report what a listener throws to the logger; here it has to end the exchange.
      const guarded = (step: () => void): void => {
        if (!this.#running.has(running)) return;
        try {
          step();
        } catch (error) {
          this.#end(running, error as Error);
        }
      };
      this.#running.add(running);
      try {
        running.fetch = this.#fetcher.begin(plan, {
          hop: (hop, news) => {
            guarded(() => {
              listener.hop(hop, news);
            });
          },
          head: (head) => {
            guarded(() => {
              listener.head(head);
            });
          },
          body: (bytes) => {
            guarded(() => {
              listener.body(bytes);
            });
          },
          done: (exchange) => {
            if (this.#running.delete(running)) resolve(exchange);
          },
        });
      } catch (error) {
        this.#running.delete(running);
        throw error;
      }
      if (!this.#turning) void this.#turn();
    });
  }

  #end(running: Running, reason: Error): void {
    if (!this.#running.delete(running)) return;
    running.fetch?.cancel();
    running.reject(reason);
  }

  async #turn(): Promise<void> {
    this.#turning = true;
    let pause = REST_MS.first;
    // Requests begun in the same turn of the event loop go out together.
    await nextTurn();
    while (this.#running.size > 0) {
      const closed = this.#gates.map((gate) => gate.closedUntil()).find((until) => until !== null);
      if (closed !== undefined) {
        await closed;
      } else if (this.#fetcher.poll()) {
        pause = REST_MS.first;
        await nextTurn();
      } else {
        await rest(pause);
        pause = Math.min(pause * 2, REST_MS.last);
      }
    }
    this.#turning = false;
  }
}
