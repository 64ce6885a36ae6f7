/** What a browser measured: which entry belongs to which fetch, and what it says. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { CacheUse } from '#src/link/index.js';
import { ResourceTiming } from '#src/web/steam/resource-timing.js';

const blank = {
  startTime: 0,
  domainLookupStart: 0,
  domainLookupEnd: 0,
  connectStart: 0,
  secureConnectionStart: 0,
  connectEnd: 0,
  requestStart: 0,
  responseStart: 0,
  responseEnd: 0,
  transferSize: 400,
  encodedBodySize: 100,
  workerStart: 0,
};

type Entry = typeof blank & { readonly name: string };

/** Stands in for a browser's observer: what is measured waits until it is taken, or until the browser has time. */
class FakeObserver {
  static current: FakeObserver | null = null;
  readonly #take: (list: { getEntries(): Entry[] }) => void;
  #records: Entry[] = [];

  constructor(take: (list: { getEntries(): Entry[] }) => void) {
    this.#take = take;
  }

  observe(): void {
    FakeObserver.current = this;
  }

  takeRecords(): Entry[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  disconnect(): void {
    FakeObserver.current = null;
  }

  measure(name: string, entry: Partial<typeof blank>): void {
    this.#records.push({ ...blank, name, ...entry });
  }

  deliver(): void {
    const records = this.takeRecords();
    this.#take({ getEntries: () => records });
  }
}

describe('resource timing', () => {
  const own = globalThis.PerformanceObserver;
  let timing: ResourceTiming;
  beforeEach(() => {
    globalThis.PerformanceObserver = FakeObserver as unknown as typeof PerformanceObserver;
    timing = new ResourceTiming();
  });
  afterEach(() => {
    globalThis.PerformanceObserver = own;
  });

  const measure = (name: string, entry: Partial<typeof blank>): void => {
    FakeObserver.current!.measure(name, entry);
  };

  it('tells the steps of a new connection with TLS', () => {
    const fetch = timing.begin('a');
    const begun = fetch.startedAt;
    measure('a', {
      startTime: begun,
      domainLookupStart: begun + 1,
      domainLookupEnd: begun + 3,
      connectStart: begun + 3,
      secureConnectionStart: begun + 7,
      connectEnd: begun + 15,
      requestStart: begun + 16,
      responseStart: begun + 32,
      responseEnd: begun + 64,
    });
    const { cacheUse, ...steps } = timing.end(fetch)!;
    const rounded = Object.fromEntries(Object.entries(steps).map(([step, time]) => [step, Math.round(time)]));
    assert.deepEqual(rounded, { resolve: 2, connect: 4, tls: 8, firstByte: 16, body: 32 });
    assert.equal(cacheUse, CacheUse.MISS);
    assert.equal(FakeObserver.current, null, 'nobody looks any more');
  });

  it('tells nothing of connecting where a connection was used again', () => {
    const fetch = timing.begin('a');
    const at = fetch.startedAt + 1;
    const same = { domainLookupStart: at, domainLookupEnd: at, connectStart: at, connectEnd: at };
    measure('a', { startTime: at, ...same, requestStart: at, responseStart: at + 1, responseEnd: at + 2 });
    const { resolve, connect, tls } = timing.end(fetch)!;
    assert.deepEqual([resolve, connect, tls], [NaN, NaN, NaN]);
  });

  const uses: readonly (readonly [string, Partial<typeof blank>, CacheUse])[] = [
    ['nothing was transferred', { transferSize: 0 }, CacheUse.HIT],
    ['a head alone was transferred', { transferSize: 300 }, CacheUse.REVALIDATED],
    ['a head alone was transferred, and there is no body', { transferSize: 300, encodedBodySize: 0 }, CacheUse.MISS],
    ['all of it was transferred', { transferSize: 400 }, CacheUse.MISS],
    ['a service worker answered', { transferSize: 0, workerStart: 5 }, CacheUse.MISS],
  ];
  for (const [title, entry, use] of uses) {
    it(`sees the part of the cache when ${title}`, () => {
      const fetch = timing.begin('a');
      measure('a', { startTime: fetch.startedAt, requestStart: 1, ...entry });
      assert.equal(timing.end(fetch)!.cacheUse, use);
    });
  }

  it('is null when the server of another origin does not allow it, and when there is no entry', () => {
    const hidden = timing.begin('a');
    measure('a', { startTime: hidden.startedAt, requestStart: 0 });
    assert.equal(timing.end(hidden), null);
    assert.equal(timing.end(timing.begin('a')), null);
  });

  it('is null where there is no observer', () => {
    globalThis.PerformanceObserver = undefined as unknown as typeof PerformanceObserver;
    const fetch = timing.begin('a');
    assert.equal(timing.end(fetch), null);
  });

  it('gives each fetch of the same url its own entry, also when the browser told of it before', () => {
    const first = timing.begin('a');
    const second = timing.begin('a');
    for (const body of [10, 20]) {
      measure('a', { startTime: second.startedAt, requestStart: 1, responseStart: 1, responseEnd: 1 + body });
    }
    measure('other', { startTime: second.startedAt, requestStart: 1 });
    FakeObserver.current!.deliver();
    assert.deepEqual([timing.end(first)!.body, timing.end(second)!.body], [10, 20]);
  });

  it('does not take an entry of before', () => {
    const early = timing.begin('a');
    measure('a', { startTime: early.startedAt - 100, requestStart: 1 });
    assert.equal(timing.end(early), null);
  });
});
