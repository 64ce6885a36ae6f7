/**
 * The requests of one command: sends them, repeats what --retry wants repeated, tells --verbose, and keeps the record that
 * the pictures are drawn from.
 */
import type { HTTPRequestHop } from '../../steam/index.js';
import type { Exchange, ExchangeListener, RequestPlan, ResponseHead } from './exchange.js';
import type { Fetcher } from './fetcher.js';
import type { HopNews } from './hop-watch.js';
import { Pump, type Gate } from './pump.js';
import { PacedListener } from './paced-listener.js';
import type { RateLimit } from './rate-limit.js';
import type { RetryPolicy } from './retry.js';
import { durationText } from '../quantity.js';

/** What a session tells while it runs. */
export interface SessionObserver {
  /** A request is about to go out. */
  asking(plan: RequestPlan): void;
  /** Something new is known of one of its hops. */
  hop(plan: RequestPlan, hop: HTTPRequestHop, news: HopNews): void;
  /** It is over. */
  ended(exchange: Exchange): void;
}

/** What a session is made of. */
export interface SessionParts {
  readonly fetcher: Fetcher;
  /** What holds it back besides the limit, such as a slow reader of the output. */
  readonly gates: readonly Gate[];
  readonly limit: RateLimit | null;
  readonly retry: RetryPolicy;
  readonly observer: SessionObserver;
  readonly signal: AbortSignal;
  rest(ms: number): Promise<void>;
}

/** The requests of one command. */
export class Session {
  readonly #parts: SessionParts;
  readonly #pump: Pump;
  /** By their number in the order of sending. */
  readonly #exchanges = new Map<number, Exchange>();
  #sent = 0;

  constructor(parts: SessionParts) {
    const { fetcher, gates, limit, signal } = parts;
    this.#parts = parts;
    this.#pump = new Pump(fetcher, limit === null ? gates : [...gates, limit], signal);
  }

  /** Every request that is over, in the order in which they were sent. */
  get exchanges(): readonly Exchange[] {
    return [...this.#exchanges.entries()].sort(([one], [other]) => one - other).map(([, exchange]) => exchange);
  }

  /** Sends one request; see {@link Pump.exchange}. */
  async exchange(plan: RequestPlan, listener: ExchangeListener): Promise<Exchange> {
    const { limit, observer } = this.#parts;
    const number = this.#sent++;
    observer.asking(plan);
    const paced = limit === null ? null : new PacedListener(listener, limit);
    const exchange = await this.#pump.exchange(plan, {
      hop: (hop, news) => {
        observer.hop(plan, hop, news);
      },
      head: (head) => {
        listener.head(head);
      },
      body: (bytes) => {
        (paced ?? listener).body(bytes);
      },
    });
    await paced?.finished();
    this.#exchanges.set(number, exchange);
    observer.ended(exchange);
    return exchange;
  }

  /** Whether a response with this head is only going to be repeated, so that nobody should be shown its body. */
  discards(method: string, head: ResponseHead, attempt: number): boolean {
    return this.#parts.retry.discards(method, head, attempt);
  }

  /**
   * Makes attempts until one is not worth repeating, and returns its exchange.
   *
   * @param attempt - Makes one; its number counts from 0.
   * @param repeating - Told before the wait for another one; may forbid it by returning false.
   */
  async withRetries(
    attempt: (number: number) => Promise<Exchange>,
    repeating: (exchange: Exchange, words: string) => boolean,
  ): Promise<Exchange> {
    for (let number = 0; ; number++) {
      const exchange = await attempt(number);
      const delay = this.#parts.retry.delayAfter(exchange, number);
      if (delay === null || !repeating(exchange, `again in ${durationText(delay / 1000)}`)) return exchange;
      await this.#parts.rest(delay);
    }
  }

  /** Lets go of everything, when what is over has found its end. */
  async close(): Promise<void> {
    if (!this.#parts.signal.aborted) await this.#parts.fetcher.settled();
    this.#parts.fetcher.close();
  }
}
