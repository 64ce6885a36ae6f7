/**
 * What carries requests out: the one shape that the Steam interface and HTTPClient are put into (steam-fetcher.ts and
 * godot-fetcher.ts). Both are polled; pump.ts does that.
 */
import type { HTTPRequestHop } from '../../steam/index.js';
import type { Exchange, ExchangeListener, RequestPlan } from './exchange.js';
import type { HopNews } from './hop-watch.js';

/** Hears of the hops of an exchange as well. */
export interface HopListener extends ExchangeListener {
  /** Something new is known of one; only where hops are recorded. */
  hop(hop: HTTPRequestHop, news: HopNews): void;
}

/** Hears all of an exchange, its end included. */
export interface FetchListener extends HopListener {
  /** Exactly once, unless cancelled before. Nothing is heard afterwards. */
  done(exchange: Exchange): void;
}

/** A request on its way. */
export interface Fetch {
  /** Ends it: nothing more is heard of it. */
  cancel(): void;
}

/** One of the two interfaces, in use by the command. */
export interface Fetcher {
  /**
   * Sends a request. It is heard of in {@link poll} only.
   *
   * @throws Complaint when the interface cannot send it.
   */
  begin(plan: RequestPlan, listener: FetchListener): Fetch;
  /** Lets what arrived be heard. Returns whether there was anything. */
  poll(): boolean;
  /** Resolves when nothing is left to do for what is over, such as writing it into a cache. */
  settled(): Promise<void>;
  /** Lets go of everything. */
  close(): void;
}

/** The times of a fetcher, passed in so that tests can choose them. */
export interface FetchClock {
  /** Milliseconds since 1970. */
  epoch(): number;
  /** Milliseconds since the command began, from a clock that never goes back. */
  now(): number;
}
