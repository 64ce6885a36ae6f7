/** Responses that are kept on disk. What can go wrong there has its tests in io/cache/. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { programCommand } from '../support/child.js';
import { until } from '../support/polling.js';
import { CACHED, ask, fresh, type Wish } from './caching.js';
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

  it('keeps accounts apart, and has no secret in it, nor anything that was got with a container', async () => {
    const cacheDirectory = `${directory}-accounts`;
    const answer: http.RequestListener = ({ headers }, response) => {
      response.setHeader('Cache-Control', 'max-age=60');
      response.setHeader('Vary', 'Cookie, X-Token');
      response.end(`for ${headers.authorization ?? headers.cookie ?? 'nobody'}`.replace('secret', 'name'));
    };
    await withServer(answer, async (url) => {
      const as = async (account: string, container: boolean): Promise<[string, string]> => {
        let outcome: [string, string] = ['', ''];
        await withSteam(
          async (steam) => {
            const wish: Wish = container
              ? { container: steam.createCookieContainer(true) }
              : { headers: { Authorization: account, 'X-Token': account } };
            if (container) steam.setHTTPCookie('127.0.0.1', '/', `sid=${account}`);
            const { use, body } = await ask(steam, `${url}/a`, wish);
            outcome = [use, body];
            await steam.flushHTTPCache();
          },
          { ...CACHED, cacheDirectory },
        );
        return outcome;
      };
      assert.deepEqual(await as('secret one', false), ['miss', 'for name one']);
      assert.deepEqual(await as('secret two', false), ['miss', 'for name two']);
      assert.deepEqual(await as('secret one', false), ['hit', 'for name one']);
      assert.deepEqual(await as('secret two', false), ['hit', 'for name two']);
      assert.deepEqual(await as('secret_three', true), ['miss', 'for sid=name_three']);
      assert.deepEqual(await as('secret_three', true), ['miss', 'for sid=name_three']);
    });
    const written = readdirSync(cacheDirectory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('');
    assert.match(written, /name one/);
    assert.doesNotMatch(written, /secret|three/);
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

describe('a cache directory on a disk that is full', () => {
  const small = join(root, 'small');
  mkdirSync(small);
  // A file system of our own: it is gone with the process.
  const within = (command: string): string[] => [
    ...['--user', '--map-root-user', '--mount', 'sh', '-c'],
    `mount -t tmpfs -o size=600k tmpfs '${small}' && exec ${command}`,
  ];
  const { error, status, stderr } = spawnSync('unshare', within('true'), { encoding: 'utf8' });
  const skip = status !== 0 && `no file system can be mounted here: ${error?.message ?? stderr}`;

  it('is one warning, and no failure', { skip }, () => {
    const command = [...programCommand('fills-disk'), small].map((word) => `'${word}'`).join(' ');
    const { stdout, stderr: problems } = spawnSync('unshare', within(command), {
      encoding: 'utf8',
      timeout: 20_000,
    });
    assert.equal(problems, '');
    const { uses, warnings: told } = JSON.parse(stdout) as { uses: Record<string, number>; warnings: string[] };
    assert.equal(uses.failed, 0);
    assert.ok(uses.hit! > 5, 'what found room is there');
    assert.ok(uses.miss! > 150, 'most did not');
    // One for each of the two instances.
    assert.equal(told.length, 2);
    for (const message of told) assert.match(message, /^the cache directory .*small cannot be written, .*ENOSPC/);
  });
});
