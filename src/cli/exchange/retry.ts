/**
 * `--retry`: which failures are worth another attempt, and after how long.
 *
 * Worth it is what may be gone in a moment: a connection that fails, a broken answer, a time limit, and the statuses 408,
 * 429, 500, 502, 503 and 504. Not a rejected certificate or a redirect loop, which will be the same the next time. A POST or
 * PATCH is repeated only when the server cannot have acted on it.
 */
import { fieldValue, type Exchange, type ResponseHead } from './exchange.js';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;

const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** With these the server says that it did nothing. */
const refusingStatuses: ReadonlySet<number> = new Set([429, 503]);

const passingFailures: ReadonlySet<string> = new Set([
  'RESOLVE_FAILED',
  'CONNECT_FAILED',
  'PROXY_FAILED',
  'TLS_FAILED',
  'CONNECTION_LOST',
  'BAD_RESPONSE',
  'TRUNCATED',
  'DECODE_FAILED',
  'TIMED_OUT',
]);
/** Phases before any byte of the request went out. */
const unsentPhases: ReadonlySet<string> = new Set(['queue', 'resolve', 'connect', 'proxy', 'tls']);

const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

/** How often, and how, to repeat. */
export class RetryPolicy {
  readonly #retries: number;
  readonly #random: () => number;

  /**
   * @param retries - How many attempts may follow the first one.
   * @param random - From 0 to 1, for spreading out clients that failed together.
   */
  constructor(retries: number, random: () => number) {
    this.#retries = retries;
    this.#random = random;
  }

  /** Whether a response with this head will be thrown away for another attempt. @param attempt - From 0. */
  discards(method: string, head: ResponseHead, attempt: number): boolean {
    const statuses = repeatable.has(method) ? passingStatuses : refusingStatuses;
    return attempt < this.#retries && statuses.has(head.status);
  }

  /** Milliseconds to wait before the next attempt, or null when there is to be none. @param attempt - From 0. */
  delayAfter(exchange: Exchange, attempt: number): number | null {
    const { plan, head, failure } = exchange;
    if (attempt >= this.#retries) return null;
    if (failure !== null) {
      const passing = passingFailures.has(failure.code);
      const harmless = repeatable.has(plan.method) || unsentPhases.has(failure.phase);
      return passing && harmless ? this.#backoff(attempt) : null;
    }
    if (head === null || !this.discards(plan.method, head, attempt)) return null;
    return Math.max(this.#backoff(attempt), retryAfterMs(head, exchange.sentAt + exchange.timings.total));
  }

  /** 1, 2, 4 … seconds, each 0 to 25 % shorter. */
  #backoff(attempt: number): number {
    const full = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
    return full * (1 - this.#random() / 4);
  }
}

/** What the server asks for (RFC 9110 section 10.2.3: seconds or a date), at most the longest delay. */
function retryAfterMs(head: ResponseHead, now: number): number {
  const value = fieldValue(head.headers, 'Retry-After')?.trim() ?? '';
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LONGEST_DELAY_MS);
}
