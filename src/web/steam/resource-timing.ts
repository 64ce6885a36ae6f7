/**
 * What the browser measured of fetches (W3C Resource Timing), where it tells: for the page's own origin, and for servers
 * that send `Timing-Allow-Origin`.
 *
 * Entries are taken from an observer rather than from the page's list, which is full after 250 of them. It observes only
 * while there are fetches under way, and keeps nothing but what they wait for.
 */
import { CacheUse } from '../../link/index.js';

/** An entry, as far as it is used. */
interface Entry {
  readonly name: string;
  readonly startTime: number;
  readonly domainLookupStart: number;
  readonly domainLookupEnd: number;
  readonly connectStart: number;
  readonly secureConnectionStart: number;
  readonly connectEnd: number;
  readonly requestStart: number;
  readonly responseStart: number;
  readonly responseEnd: number;
  readonly transferSize: number;
  readonly encodedBodySize: number;
  readonly workerStart: number;
}

/** Milliseconds of each step; NaN for what did not happen. */
export interface MeasuredFetch {
  readonly resolve: number;
  readonly connect: number;
  readonly tls: number;
  readonly firstByte: number;
  readonly body: number;
  readonly cacheUse: CacheUse;
}

/** A fetch that is under way. */
export interface TimedFetch {
  readonly url: string;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
}

/** How much earlier than we noted it a fetch may seem to have begun: browsers blur their clocks. */
const BLUR_MS = 1;

/** What counts for the head of a response in `transferSize`. */
const HEAD_SIZE = 300;

/** The part of a `PerformanceObserver` that is used. */
interface Observer {
  observe(options: { readonly type: 'resource' }): void;
  takeRecords(): readonly unknown[];
  disconnect(): void;
}

type ObserverClass = new (take: (list: { getEntries(): readonly unknown[] }) => void) => Observer;

/** The fetches of one url that are under way, and what was measured of it meanwhile. */
interface Expected {
  fetches: number;
  entries: Entry[];
}

export class ResourceTiming {
  readonly #expected = new Map<string, Expected>();
  #observer: Observer | null = null;

  /** A fetch of this url begins. {@link end} must be called with what is returned. */
  begin(url: string): TimedFetch {
    this.#observer ??= this.#observe();
    const expected = this.#expected.get(url);
    if (expected === undefined) this.#expected.set(url, { fetches: 1, entries: [] });
    else expected.fetches++;
    return { url, startedAt: performance.now() };
  }

  /** A fetch is over. Returns what the browser measured of it; null when it does not tell. */
  end({ url, startedAt }: TimedFetch): MeasuredFetch | null {
    if (this.#observer !== null) this.#take(this.#observer.takeRecords());
    const expected = this.#expected.get(url)!;
    const index = expected.entries.findIndex(({ startTime }) => startTime >= startedAt - BLUR_MS);
    const [entry] = index < 0 ? [] : expected.entries.splice(index, 1);
    if (--expected.fetches === 0) this.#expected.delete(url);
    if (this.#expected.size === 0) {
      this.#observer?.disconnect();
      this.#observer = null;
    }
    return entry === undefined || !(entry.requestStart > 0) ? null : measured(entry);
  }

  #observe(): Observer | null {
    const { PerformanceObserver } = globalThis as { readonly PerformanceObserver?: ObserverClass };
    if (PerformanceObserver === undefined) return null;
    const observer = new PerformanceObserver((list) => {
      this.#take(list.getEntries());
    });
    observer.observe({ type: 'resource' });
    return observer;
  }

  #take(entries: readonly unknown[]): void {
    for (const entry of entries as readonly Entry[]) this.#expected.get(entry.name)?.entries.push(entry);
  }
}

function measured(entry: Entry): MeasuredFetch {
  const { domainLookupStart, domainLookupEnd, connectStart, secureConnectionStart, connectEnd } = entry;
  const connected = connectEnd > connectStart;
  const secured = connected && secureConnectionStart > 0;
  return {
    resolve: connected ? domainLookupEnd - domainLookupStart : NaN,
    connect: connected ? (secured ? secureConnectionStart : connectEnd) - connectStart : NaN,
    tls: secured ? connectEnd - secureConnectionStart : NaN,
    firstByte: entry.responseStart - entry.requestStart,
    body: entry.responseEnd - entry.responseStart,
    cacheUse: cacheUseOf(entry),
  };
}

/** `transferSize` is 0 for what came from the cache, and the size of a head alone where the server said that it holds. */
function cacheUseOf({ transferSize, encodedBodySize, workerStart }: Entry): CacheUse {
  if (workerStart > 0) return CacheUse.MISS;
  if (transferSize === 0) return CacheUse.HIT;
  return transferSize <= HEAD_SIZE && encodedBodySize > 0 ? CacheUse.REVALIDATED : CacheUse.MISS;
}
