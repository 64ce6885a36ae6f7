/** Identical requests at a time, through an instance with a cache. */
import assert from 'node:assert/strict';
import type http from 'node:http';
import { it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { ask, fresh, nextNumber, send, withCache, type Wish } from './caching.js';
import { onEachPlatform, untilCompleted } from './platforms.js';

onEachPlatform('identical requests at a time', () => {
  /** Sends five and gives what came of them. */
  async function five(
    steam: SteamHTTP,
    url: string,
    wish: Wish = {},
  ): Promise<{ uses: string[]; bodies: Set<string> }> {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(steam, url, wish)));
    return { uses: answers.map(({ use }) => use).sort(), bodies: new Set(answers.map(({ body }) => body)) };
  }

  it('share one fetch, if its answer can be given to all', async () => {
    await withCache(fresh, async (steam, url, log) => {
      const { uses, bodies } = await five(steam, `${url}/a`);
      assert.deepEqual(uses, ['hit', 'hit', 'hit', 'hit', 'miss']);
      assert.equal(bodies.size, 1);
      assert.equal(log.length, 1);
    });
  });

  it('each fetch for themselves, if it cannot', async () => {
    const answer: http.RequestListener = (request, response) => {
      if (request.url === '/no-store') response.setHeader('Cache-Control', 'no-store');
      response.end(nextNumber());
    };
    await withCache(answer, async (steam, url, log) => {
      for (const path of ['/no-store', '/plain']) {
        assert.equal((await five(steam, url + path)).bodies.size, 5);
      }
      assert.equal(log.length, 10);
    });
  });

  it('do not share what differs, nor what a streaming one fetches', async () => {
    await withCache(fresh, async (steam, url, log) => {
      const handles = ['1', '2'].map((text) => send(steam, `${url}/a`, { headers: { 'X-Text': text } }));
      await untilCompleted(steam, ...handles);
      assert.equal(log.length, 2);
      const streamed = ['1', '2'].map(() => send(steam, `${url}/b`, { streaming: true }));
      await untilCompleted(steam, ...streamed);
      assert.equal(log.length, 4);
    });
  });

  it('go on when the one that fetches is released: another one does', async () => {
    let asked = 0;
    await withCache(
      (request, response) => {
        if (++asked > 1) fresh(request, response);
      },
      async (steam, url) => {
        const [first, ...others] = Array.from({ length: 4 }, () => send(steam, url)) as [number, ...number[]];
        await until('the first request', () => {
          steam.run_callbacks();
          return asked > 0 ? true : undefined;
        });
        steam.releaseHTTPRequest(first);
        const ended = await untilCompleted(steam, ...others);
        assert.deepEqual(
          ended.map(({ status }) => status),
          [200, 200, 200],
        );
        assert.equal(asked, 2);
      },
    );
  });

  it('do not fail one after another when the one that fetches does: all go at once, until an answer can be shared', async () => {
    const held: http.ServerResponse[] = [];
    let asked = 0;
    await withCache(
      (request, response) => {
        if (++asked === 1) response.destroy();
        else if (asked > 5) fresh(request, response);
        // Nobody is answered before all are here.
        else if (held.push(response) === 4) for (const waiting of held) fresh(request, waiting);
      },
      async (steam, url) => {
        const ended = await untilCompleted(steam, ...Array.from({ length: 5 }, () => send(steam, url)));
        assert.deepEqual(ended.map(({ status }) => status).sort(), [0, 200, 200, 200, 200]);
        assert.equal(asked, 5);
        steam.clearHTTPCache();
        const { uses } = await five(steam, url);
        assert.deepEqual(uses, ['hit', 'hit', 'hit', 'hit', 'miss']);
      },
    );
  });

  it('end by their own timeouts while they wait', async () => {
    await withCache(
      () => undefined,
      async (steam, url) => {
        const leader = send(steam, `${url}/`);
        const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}/`);
        steam.setHTTPRequestAbsoluteTimeoutMS(handle, 50);
        steam.sendHTTPRequest(handle);
        const [ended] = await untilCompleted(steam, handle);
        assert.equal(ended?.success, false);
        assert.equal(steam.getHTTPRequestWasTimedOut(handle), true);
        steam.releaseHTTPRequest(leader);
      },
    );
  });
});

onEachPlatform('requests that wait for another and for a connection', () => {
  it('leave both queues in order when they are released or time out', async () => {
    const held: http.ServerResponse[] = [];
    const seen: string[] = [];
    await withCache(
      (request, response) => {
        seen.push(request.url!);
        held.push(response);
      },
      async (steam, url) => {
        const leader = send(steam, `${url}/a`);
        const waiters = [1, 2, 3].map(() => send(steam, `${url}/a`));
        const queued = ['/b', '/c', '/d'].map((path) => send(steam, url + path));
        const brief = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}/a`);
        steam.setHTTPRequestAbsoluteTimeoutMS(brief, 30);
        steam.sendHTTPRequest(brief);
        await untilCompleted(steam, brief);
        steam.releaseHTTPRequest(waiters[1]!);
        steam.releaseHTTPRequest(queued[1]!);
        const answering = setInterval(() => {
          for (const response of held.splice(0)) fresh({} as never, response);
        }, 1);
        const ended = await untilCompleted(steam, leader, waiters[0]!, waiters[2]!, queued[0]!, queued[2]!);
        clearInterval(answering);
        assert.ok(ended.every(({ success }) => success));
        assert.deepEqual(seen, ['/a', '/b', '/d']);
      },
      { maxConnections: 1 },
    );
  });
});
