/**
 * A listener behind a rate limit: it hears of the body later than it came.
 */
import type { ExchangeListener } from './exchange.js';
import type { RateLimit } from './rate-limit.js';

/** Hands a body on at the limit's pace. */
export class PacedListener implements Pick<ExchangeListener, 'body'> {
  readonly #listener: ExchangeListener;
  readonly #limit: RateLimit;
  /** What the listener threw, when nobody was there to catch it. */
  #thrown: Error | null = null;

  constructor(listener: ExchangeListener, limit: RateLimit) {
    this.#listener = listener;
    this.#limit = limit;
  }

  body(bytes: Uint8Array): void {
    this.#rethrow();
    this.#limit.take(Uint8Array.from(bytes), (piece) => {
      if (this.#thrown !== null) return;
      try {
        this.#listener.body(piece);
      } catch (error) {
        this.#thrown = error as Error;
      }
    });
  }

  /** Resolves when the listener has heard everything; rejects with what it threw. */
  async finished(): Promise<void> {
    await this.#limit.emptied();
    this.#rethrow();
  }

  #rethrow(): void {
    if (this.#thrown !== null) throw this.#thrown;
  }
}
