import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FetchListener, Fetcher, HopListener } from '#src/cli/exchange/fetcher.js';
import { Pump, type Gate } from '#src/cli/exchange/pump.js';
import { exchangeWith, plan } from './fake-exchange.js';

const silent: HopListener = { hop: () => undefined, head: () => undefined, body: () => undefined };

/** A fetcher that plays one step a poll for each request. */
class ScriptedFetcher implements Fetcher {
  polls = 0;
  cancelled = 0;
  readonly #steps: ((listener: FetchListener) => void)[];
  #listener: FetchListener | null = null;

  constructor(...steps: ((listener: FetchListener) => void)[]) {
    this.#steps = steps;
  }

  begin(_plan: unknown, listener: FetchListener): { cancel: () => void } {
    this.#listener = listener;
    return {
      cancel: () => {
        this.cancelled++;
        this.#listener = null;
      },
    };
  }

  poll(): boolean {
    this.polls++;
    const step = this.#listener === null ? undefined : this.#steps.shift();
    step?.(this.#listener!);
    return step !== undefined;
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#listener = null;
  }
}

const done = (listener: FetchListener): void => {
  listener.done(exchangeWith({}));
};

describe('a pump', () => {
  it('polls until the exchange is over, and no longer', async () => {
    const heard: string[] = [];
    const fetcher = new ScriptedFetcher(
      (listener) => {
        listener.head(exchangeWith({}).head!);
      },
      (listener) => {
        listener.body(Buffer.from('body'));
      },
      done,
    );
    const pump = new Pump(fetcher, [], new AbortController().signal);
    const exchange = await pump.exchange(plan, {
      ...silent,
      head: ({ status }) => heard.push(String(status)),
      body: (bytes) => heard.push(Buffer.from(bytes).toString()),
    });
    assert.deepEqual([heard, exchange.failure, fetcher.polls], [['200', 'body'], null, 3]);
  });

  it('does not poll while a gate is closed', async () => {
    const fetcher = new ScriptedFetcher(done);
    let open = (): void => undefined;
    let closed: Promise<void> | null = new Promise((resolve) => (open = resolve));
    let asked = 0;
    const gate: Gate = {
      closedUntil: () => {
        if (++asked === 1)
          queueMicrotask(() => {
            assert.equal(fetcher.polls, 0);
            const opened = open;
            closed = null;
            opened();
          });
        return closed;
      },
    };
    await new Pump(fetcher, [gate], new AbortController().signal).exchange(plan, silent);
    assert.equal(fetcher.polls, 1);
  });

  it('ends an exchange whose listener throws, with that error', async () => {
    const fetcher = new ScriptedFetcher((listener) => {
      listener.body(Buffer.from('x'));
      listener.body(Buffer.from('never heard'));
    });
    const heard: string[] = [];
    const listener: HopListener = {
      ...silent,
      body: (bytes) => {
        heard.push(Buffer.from(bytes).toString());
        throw new Error('disk full');
      },
    };
    const pump = new Pump(fetcher, [], new AbortController().signal);
    await assert.rejects(pump.exchange(plan, listener), /disk full/);
    assert.deepEqual([heard, fetcher.cancelled], [['x'], 1]);
  });

  it('ends everything when the run is cut short', async () => {
    const controller = new AbortController();
    const fetcher = new ScriptedFetcher(() => {
      controller.abort(new Error('interrupted'));
    });
    const pump = new Pump(fetcher, [], controller.signal);
    await assert.rejects(pump.exchange(plan, silent), /interrupted/);
    assert.equal(fetcher.cancelled, 1);
    await assert.rejects(pump.exchange(plan, silent), /interrupted/);
  });
});
