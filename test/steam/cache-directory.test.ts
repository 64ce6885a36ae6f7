/** Responses that are kept on disk. What can go wrong there has its tests in io/cache/. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { until } from '../support/polling.js';
import { CACHED, ask, fresh } from './caching.js';
import { onEachPlatform, warnings, withServer, withSteam } from './platforms.js';

const root = mkdtempSync(join(tmpdir(), 'tickwire-steam-cache-'));
after(() => {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

onEachPlatform('a cache directory', (threaded) => {
  const directory = join(root, threaded ? 'threaded' : 'inline');

  it('keeps responses for the next process', async () => {
    await withServer(fresh, async (url) => {
      const bodies: string[] = [];
      for (const use of ['miss', 'hit']) {
        await withSteam(
          async (steam) => {
            const answer = await ask(steam, `${url}/a`);
            bodies.push(answer.body);
            assert.equal(answer.use, use);
            await steam.flushHTTPCache();
          },
          { ...CACHED, cacheDirectory: directory },
        );
      }
      assert.equal(bodies[0], bodies[1]);
      await withSteam(
        async (steam) => {
          assert.equal((await ask(steam, `${url}/a`)).use, 'hit');
          steam.clearHTTPCache();
          assert.equal((await ask(steam, `${url}/a`)).use, 'miss');
        },
        { ...CACHED, cacheDirectory: directory },
      );
    });
  });

  it('is cleared without any request before', async () => {
    const cacheDirectory = `${directory}-cleared`;
    await withServer(fresh, async (url) => {
      await withSteam(
        async (steam) => {
          await ask(steam, `${url}/a`);
          await steam.flushHTTPCache();
        },
        { ...CACHED, cacheDirectory },
      );
      await withSteam(
        async (steam) => {
          steam.clearHTTPCache();
          assert.equal((await ask(steam, `${url}/a`)).use, 'miss');
        },
        { ...CACHED, cacheDirectory },
      );
    });
  });

  it('that cannot be used is a warning, and no failure', async () => {
    const file = `${directory}-file`;
    writeFileSync(file, '');
    warnings.length = 0;
    await withServer(fresh, async (url) => {
      await withSteam(
        async (steam) => {
          assert.equal((await ask(steam, `${url}/a`)).success, true);
          assert.equal((await ask(steam, `${url}/a`)).use, 'hit', 'memory does its part');
          await until('the warning', () => {
            steam.run_callbacks();
            return warnings.length > 0 ? true : undefined;
          });
          assert.match(warnings[0]!, /^Steam: the cache directory .*-file cannot be/);
        },
        { ...CACHED, cacheDirectory: file },
      );
    });
  });
});
