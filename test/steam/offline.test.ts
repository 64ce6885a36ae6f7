/** Offline mode, and only-if-cached. */
import assert from 'node:assert/strict';
import type http from 'node:http';
import { it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { ask, fresh, send, withCache } from './caching.js';
import { onEachPlatform, untilCompleted, withSteam } from './platforms.js';

onEachPlatform('offline mode', () => {
  it('answers from the cache, fresh or stale, and touches no network', async () => {
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('Cache-Control', request.url!.slice(1));
      response.end('body');
    };
    await withCache(answer, async (steam, url, log) => {
      const kept = ['max-age=60', 'max-age=0', 'x'];
      const strict = ['max-age=0,must-revalidate', 'no-cache', 'no-store'];
      for (const path of [...kept, ...strict]) await ask(steam, `${url}/${path}`);
      log.length = 0;
      steam.setHTTPOfflineMode(true);
      for (const path of kept) {
        const { success, status, body, use } = await ask(steam, `${url}/${path}`);
        assert.deepEqual([success, status, body, use], [true, 200, 'body', 'offline'], path);
      }
      for (const path of [...strict, 'never-asked']) {
        const { success, status, error, use, body } = await ask(steam, `${url}/${path}`);
        assert.deepEqual([success, status, error, use, body], [false, 504, 'NOT_CACHED', 'offline', ''], path);
      }
      const streamed = await ask(steam, `${url}/max-age=60`, { streaming: true });
      assert.deepEqual([streamed.use, streamed.body], ['offline', 'body']);
      const head = await ask(steam, `${url}/max-age=60`, { method: SteamHTTP.HTTP_METHOD_HEAD });
      assert.deepEqual([head.status, head.body, head.header('content-length')], [200, '', '4']);
      const post = await ask(steam, `${url}/max-age=60`, { method: SteamHTTP.HTTP_METHOD_POST });
      assert.deepEqual([post.status, post.error], [504, 'NOT_CACHED']);
      assert.deepEqual(log, []);
      steam.setHTTPOfflineMode(false);
      assert.equal((await ask(steam, `${url}/max-age=0`)).use, 'miss');
    });
  });

  it('leaves alone what is under way, and holds for what is sent from then on', async () => {
    let held: http.ServerResponse | null = null;
    await withCache(
      (_request, response) => (held = response),
      async (steam, url) => {
        const handle = send(steam, `${url}/`);
        await until('the request', () => {
          steam.run_callbacks();
          return held ?? undefined;
        });
        steam.configureHTTP({ offline: true });
        held!.end('done');
        const [ended] = await untilCompleted(steam, handle);
        assert.equal(ended?.success, true);
        assert.equal(steam.getHTTPResponseCacheStatus(handle), 'miss');
        assert.equal((await ask(steam, `${url}/other`)).status, 504);
      },
    );
  });

  it('without a cache has nothing', async () => {
    await withSteam(
      async (steam) => {
        const { status, error, use } = await ask(steam, 'http://127.0.0.1:1/');
        assert.deepEqual([status, error, use], [504, 'NOT_CACHED', 'offline']);
      },
      { offline: true },
    );
  });

  it('is what only-if-cached asks of the cache for one request', async () => {
    await withCache(fresh, async (steam, url, log) => {
      const headers = { 'Cache-Control': 'only-if-cached' };
      const before = await ask(steam, `${url}/`, { headers });
      assert.deepEqual([before.status, before.error, before.use], [504, 'NOT_CACHED', 'miss']);
      await ask(steam, `${url}/`);
      assert.equal((await ask(steam, `${url}/`, { headers })).use, 'hit');
      assert.equal(log.length, 1);
    });
  });
});
