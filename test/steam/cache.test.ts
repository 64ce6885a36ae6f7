/** The cache, through requests to servers on loopback. The rules have their tests in io/cache/. */
import assert from 'node:assert/strict';
import type http from 'node:http';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SteamHTTP } from '#src/steam/index.js';
import { CACHED, ask, fresh, nextNumber, withCache, type Wish } from './caching.js';
import { onEachPlatform, withSteam } from './platforms.js';

onEachPlatform('the cache', () => {
  it('answers again what is fresh, as before and without the server', async () => {
    await withCache(fresh, async (steam, url, log) => {
      const first = await ask(steam, `${url}/a`);
      const second = await ask(steam, `${url}/a`);
      assert.deepEqual([first.use, second.use], ['miss', 'hit']);
      assert.deepEqual([second.success, second.status, second.body, second.url], [true, 200, first.body, `${url}/a`]);
      assert.equal(second.header('date'), first.header('date'));
      assert.equal(first.header('age'), '');
      assert.match(second.header('age'), /^\d+$/);
      assert.equal(second.progress, 100);
      for (let count = 0; count < 3; count++) {
        const again = await ask(steam, `${url}/a`);
        assert.deepEqual([again.use, again.status, again.body, again.progress], ['hit', 200, first.body, 100]);
        assert.equal(again.header('date'), first.header('date'));
        assert.match(again.header('age'), /^\d+$/);
      }
      assert.deepEqual(log, ['GET /a']);
      assert.notEqual((await ask(steam, `${url}/b`)).body, first.body);
    });
  });

  it('asks the server whether what is stale still holds', async () => {
    let version = 1;
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('ETag', `"${version}"`);
      response.setHeader('X-Count', nextNumber());
      if (request.headers['if-none-match'] === `"${version}"`) response.writeHead(304).end();
      else response.end(`version ${version}`);
    };
    await withCache(answer, async (steam, url, log) => {
      const first = await ask(steam, `${url}/a`);
      const second = await ask(steam, `${url}/a`);
      assert.deepEqual([second.use, second.status, second.body], ['revalidated', 200, 'version 1']);
      assert.notEqual(second.header('x-count'), first.header('x-count'), 'its fields are the new ones');
      version = 2;
      const third = await ask(steam, `${url}/a`);
      assert.deepEqual([third.use, third.body], ['miss', 'version 2']);
      assert.equal((await ask(steam, `${url}/a`, { streaming: true })).body, 'version 2');
      assert.equal(log.length, 4);
    });
  });

  it('asks again without conditions when a 304 is about something else', async () => {
    const answer: http.RequestListener = (request, response) => {
      if (request.headers['if-none-match'] !== undefined) response.writeHead(304, { ETag: '"other"' }).end();
      else response.writeHead(200, { ETag: '"mine"' }).end('body');
    };
    await withCache(answer, async (steam, url, log) => {
      await ask(steam, `${url}/a`);
      const second = await ask(steam, `${url}/a`);
      assert.deepEqual([second.use, second.status, second.body], ['miss', 200, 'body']);
      assert.equal(log.length, 3);
    });
  });

  it('hands on what the server says instead of 304, and keeps what it had if that is a failure (section 4.3.3)', async () => {
    const statuses = [200, 503, 304, 500, 200];
    let asked = 0;
    const answer: http.RequestListener = (request, response) => {
      assert.equal(request.headers['if-none-match'], asked === 0 ? undefined : '"a"');
      const status = statuses[asked++]!;
      response.writeHead(status, { ETag: '"a"' }).end(status === 304 ? '' : `body ${asked}`);
    };
    await withCache(answer, async (steam, url) => {
      const outcomes: [string, number, string][] = [];
      for (const how of [...statuses, 'offline']) {
        steam.setHTTPOfflineMode(how === 'offline');
        const { use, status, body } = await ask(steam, url);
        outcomes.push([use, status, body]);
      }
      assert.deepEqual(outcomes, [
        ['miss', 200, 'body 1'],
        ['miss', 503, 'body 2'],
        ['revalidated', 200, 'body 1'],
        ['miss', 500, 'body 4'],
        ['miss', 200, 'body 5'],
        ['offline', 200, 'body 5'],
      ]);
    });
  });

  it('does not take trailer fields for header fields (section 3.1)', async () => {
    const answer: http.RequestListener = (_request, response) => {
      response.writeHead(200, { 'Cache-Control': 'max-age=60', Trailer: 'X-Sum' });
      response.write('body');
      response.addTrailers({ 'X-Sum': '1', 'Cache-Control': 'no-store' });
      response.end();
    };
    await withCache(answer, async (steam, url) => {
      for (const use of ['miss', 'hit']) {
        const answered = await ask(steam, url);
        assert.deepEqual([answered.use, answered.body, answered.header('x-sum')], [use, 'body', '']);
      }
    });
  });

  it("gives a 304 to the caller who asked on a condition of the caller's own", async () => {
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('ETag', '"a"');
      response.setHeader('Cache-Control', 'max-age=60');
      if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end();
      else response.end('body');
    };
    await withCache(answer, async (steam, url) => {
      await ask(steam, `${url}/a`);
      const own = await ask(steam, `${url}/a`, { headers: { 'If-None-Match': '"a"' } });
      assert.deepEqual([own.use, own.status, own.body], ['miss', 304, '']);
    });
  });

  it('keeps variants apart', async () => {
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('Cache-Control', 'max-age=60');
      response.setHeader('Vary', 'Accept-Language');
      response.end(request.headers['accept-language']);
    };
    await withCache(answer, async (steam, url, log) => {
      for (let round = 0; round < 2; round++) {
        for (const language of ['en', 'de']) {
          const { body, use } = await ask(steam, `${url}/`, { headers: { 'Accept-Language': language } });
          assert.deepEqual([body, use], [language, round === 0 ? 'miss' : 'hit']);
        }
      }
      assert.equal(log.length, 2);
    });
  });

  it('heeds what request and response forbid', async () => {
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('Cache-Control', request.url!.slice(1).replaceAll('+', ', '));
      response.end(nextNumber());
    };
    await withCache(answer, async (steam, url) => {
      const twice = async (path: string, control?: string): Promise<string> => {
        await ask(steam, `${url}/${path}`);
        const headers: Record<string, string> = control === undefined ? {} : { 'Cache-Control': control };
        return (await ask(steam, `${url}/${path}`, { headers })).use;
      };
      assert.equal(await twice('max-age=60'), 'hit');
      assert.equal(await twice('private+max-age=60'), 'hit');
      assert.equal(await twice('no-store'), 'miss');
      assert.equal(await twice('no-cache+max-age=60'), 'miss');
      assert.equal(await twice('max-age=0'), 'miss');
      assert.equal(await twice('max-age=61', 'no-cache'), 'miss');
      assert.equal(await twice('max-age=0', 'max-stale'), 'hit');
      assert.equal(await twice('max-age=0+must-revalidate', 'max-stale'), 'miss');
    });
  });

  it('forgets a url when something unsafe was done to it', async () => {
    await withCache(fresh, async (steam, url) => {
      const before = await ask(steam, `${url}/a`);
      await ask(steam, `${url}/a`, { method: SteamHTTP.HTTP_METHOD_POST });
      const after = await ask(steam, `${url}/a`);
      assert.equal(after.use, 'miss');
      assert.notEqual(after.body, before.body);
    });
  });

  it('gives nothing of one account or container to another', async () => {
    await withCache(fresh, async (steam, url) => {
      const [one, two] = [steam.createCookieContainer(true), steam.createCookieContainer(true)];
      const wishes: Wish[] = [
        {},
        { headers: { Authorization: 'Basic eA==' } },
        { headers: { Authorization: 'Basic eQ==' } },
        { headers: { Cookie: 'a=b' } },
        { container: one },
        { container: two },
      ];
      const bodies = new Set<string>();
      for (const wish of wishes) bodies.add((await ask(steam, `${url}/a`, wish)).body);
      assert.equal(bodies.size, wishes.length);
      for (const wish of wishes) {
        const again = await ask(steam, `${url}/a`, wish);
        assert.equal(again.use, 'hit');
        assert.ok(bodies.delete(again.body));
      }
    });
  });

  it('takes no cookie from a stored response a second time', async () => {
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('Cache-Control', 'max-age=60');
      if (request.url === '/set') response.setHeader('Set-Cookie', 'a=1; Path=/');
      response.end(request.headers.cookie ?? '');
    };
    await withCache(answer, async (steam, url) => {
      const container = steam.createCookieContainer(true);
      await ask(steam, `${url}/set`, { container });
      assert.equal((await ask(steam, `${url}/1`, { container })).body, 'a=1');
      steam.setHTTPCookie(container, '127.0.0.1', '/', 'a=2; Path=/');
      assert.equal((await ask(steam, `${url}/set`, { container })).use, 'hit');
      assert.equal((await ask(steam, `${url}/2`, { container })).body, 'a=2');
    });
  });

  it('decodes a stored body for each request that wants it decoded, whatever the size', async () => {
    for (const size of [100, 3_000_000]) {
      const plain = 'x'.repeat(size);
      const coded = gzipSync(plain);
      const answer: http.RequestListener = (_request, response) => {
        response.setHeader('Cache-Control', 'max-age=60');
        response.setHeader('Content-Encoding', 'gzip');
        response.end(coded);
      };
      await withCache(answer, async (steam, url, log) => {
        for (const streaming of [false, false, true]) {
          const { body, header, success } = await ask(steam, `${url}/`, { streaming });
          assert.equal(success, true);
          assert.ok(body === plain);
          assert.equal(header('content-encoding'), 'gzip');
        }
        const raw = await ask(steam, `${url}/`, { headers: { 'Accept-Encoding': 'gzip' } });
        assert.equal(raw.use, 'hit');
        assert.ok(raw.body === coded.toString('latin1'), 'the bytes that the header speaks of');
        assert.equal(log.length, 1);
      });
    }
  });

  it('streams large stored bodies, at the pace of the program', async () => {
    const large = Buffer.alloc(5_000_000, 'abcdefg');
    const answer: http.RequestListener = (_request, response) => {
      response.setHeader('Cache-Control', 'max-age=60');
      response.end(large);
    };
    await withCache(answer, async (steam, url, log) => {
      for (const streaming of [true, true, false]) {
        const { body, success } = await ask(steam, `${url}/`, { streaming });
        assert.equal(success, true);
        assert.ok(body === large.toString('latin1'));
      }
      assert.equal(log.length, 1);
    });
  });

  it('keeps nothing of what was cut short or cannot be decoded', async () => {
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('Cache-Control', 'max-age=60');
      if (request.url === '/cut') {
        response.setHeader('Content-Length', '100');
        response.write('only this');
        setTimeout(() => response.destroy(), 20);
      } else {
        response.setHeader('Content-Encoding', 'gzip');
        response.end('this is not gzip');
      }
    };
    await withCache(answer, async (steam, url, log) => {
      for (const [path, error] of [
        ['/cut', 'TRUNCATED'],
        ['/odd', 'DECODE_FAILED'],
      ] as const) {
        for (let n = 0; n < 2; n++) {
          const failed = await ask(steam, url + path);
          assert.deepEqual([failed.success, failed.error, failed.use], [false, error, 'miss']);
        }
        steam.setHTTPOfflineMode(true);
        assert.equal((await ask(steam, url + path)).status, 504);
        steam.setHTTPOfflineMode(false);
      }
      assert.equal(log.length, 4);
    });
  });

  it('does not store a part', async () => {
    const answer: http.RequestListener = (_request, response) => {
      response.writeHead(206, { 'Cache-Control': 'max-age=60', 'Content-Range': 'bytes 0-1/4' }).end('ab');
    };
    await withCache(answer, async (steam, url) => {
      await ask(steam, `${url}/`, { headers: { Range: 'bytes=0-1' } });
      await ask(steam, `${url}/`);
      assert.equal((await ask(steam, `${url}/`)).use, 'miss');
    });
  });

  it('follows stored redirects without the server', async () => {
    const answer: http.RequestListener = (request, response) => {
      response.setHeader('Cache-Control', 'max-age=60');
      if (request.url === '/old') response.writeHead(301, { Location: '/new' }).end('moved');
      else response.end('here');
    };
    await withCache(answer, async (steam, url, log) => {
      for (let n = 0; n < 2; n++) {
        const { body, url: place } = await ask(steam, `${url}/old`);
        assert.deepEqual([body, place], ['here', `${url}/new`]);
      }
      assert.deepEqual(log, ['GET /old', 'GET /new']);
      steam.configureHTTP({ maxRedirects: 0 });
      const bare = await ask(steam, `${url}/old`);
      assert.deepEqual([bare.status, bare.body, bare.use], [301, 'moved', 'hit']);
    });
  });

  it('is emptied by clearHTTPCache, and off with a size of 0', async () => {
    await withCache(fresh, async (steam, url) => {
      await ask(steam, `${url}/a`);
      steam.clearHTTPCache();
      assert.equal((await ask(steam, `${url}/a`)).use, 'miss');
      assert.equal((await ask(steam, `${url}/a`)).use, 'hit');
      steam.configureHTTP({ cacheSize: 0 });
      assert.equal((await ask(steam, `${url}/a`)).use, 'miss');
      assert.equal((await ask(steam, `${url}/a`)).use, 'miss');
    });
  });

  it('has nothing of another instance', async () => {
    await withCache(fresh, async (steam, url) => {
      await ask(steam, `${url}/a`);
      await withSteam(async (other) => {
        assert.equal((await ask(other, `${url}/a`)).use, 'miss');
      }, CACHED);
    });
  });
});

onEachPlatform('the cache and the wire', () => {
  it('sends conditions only where it has something, beside what the program set', async () => {
    const seen: (string | undefined)[][] = [];
    const answer: http.RequestListener = ({ headers }, response) => {
      seen.push([headers['x-mine'] as string, headers['if-none-match'], headers['if-modified-since']]);
      response.setHeader('ETag', 'W/"a"');
      response.setHeader('Cache-Control', 'no-cache');
      if (seen.length > 1) response.writeHead(304).end();
      else response.setHeader('Last-Modified', 'Wed, 01 Jan 2025 00:00:00 GMT').end('body');
    };
    await withCache(answer, async (steam, url) => {
      for (const use of ['miss', 'revalidated', 'revalidated']) {
        const { use: actual, status, body } = await ask(steam, url, { headers: { 'X-Mine': '1' } });
        assert.deepEqual([actual, status, body], [use, 200, 'body']);
      }
      const conditional = ['1', 'W/"a"', 'Wed, 01 Jan 2025 00:00:00 GMT'];
      assert.deepEqual(seen, [['1', undefined, undefined], conditional, conditional]);
    });
  });
});
