/** The cache, and Steam's offline mode. */
import assert from 'node:assert/strict';
import { SteamHTTP, type HTTPOptions } from '#src/steam/index.js';
import type { Contract } from '../contract.js';
import { bodyOf, get, text, untilCompleted, withSteam } from './driving.js';
import { siteState, type SteamEnvironment } from './environment.js';

const cached: HTTPOptions = { cacheSize: 64 * 1024 * 1024 };

async function body(steam: SteamHTTP, url: string): Promise<string> {
  return text(bodyOf(steam, await get(steam, url)));
}

export const caching: Contract<SteamEnvironment> = {
  title: 'the cache and offline mode',
  cases: [
    {
      title: 'a fresh response is used again, and the server is not asked',
      run: (environment) =>
        withSteam(async (steam) => {
          const where = `${environment.url}/fresh`;
          const first = await get(steam, where);
          const second = await get(steam, where);
          assert.equal(text(bodyOf(steam, first)), text(bodyOf(steam, second)));
          assert.equal(steam.getHTTPResponseCacheStatus(first.handle), 'miss');
          assert.equal(steam.getHTTPResponseCacheStatus(second.handle), 'hit');
          assert.equal((await siteState(environment)).log.length, 1);
        }, cached),
    },
    {
      title: 'one that has to be asked about is asked about',
      run: (environment) =>
        withSteam(async (steam) => {
          const where = `${environment.url}/validated`;
          assert.equal(await body(steam, where), 'validated');
          const second = await get(steam, where);
          assert.deepEqual([second.status, text(bodyOf(steam, second))], [200, 'validated']);
          assert.equal(steam.getHTTPResponseCacheStatus(second.handle), 'revalidated');
          assert.equal((await siteState(environment)).log.length, 2);
        }, cached),
    },
    {
      title: 'with cacheSize: 0 nothing is used again',
      run: ({ url }) =>
        withSteam(async (steam) => {
          assert.equal(await body(steam, `${url}/fresh`), '1');
          assert.equal(await body(steam, `${url}/fresh`), '2');
        }),
    },
    {
      title: 'offline, what was stored is given, and the server is not asked',
      run: (environment) =>
        withSteam(async (steam) => {
          const where = `${environment.url}/fresh`;
          assert.equal(await body(steam, where), '1');
          steam.setHTTPOfflineMode(true);
          const offline = await get(steam, where);
          assert.deepEqual([offline.success, text(bodyOf(steam, offline))], [true, '1']);
          assert.equal(steam.getHTTPResponseCacheStatus(offline.handle), 'offline');
          let received = '';
          steam.http_request_data_received.connect((handle, _context, offset, size) => {
            received += text(steam.getHTTPStreamingResponseBodyData(handle, offset, size));
          });
          assert.equal((await get(steam, where, true)).success, true);
          assert.equal(received, '1');
          assert.equal((await siteState(environment)).log.length, 1);
        }, cached),
    },
    {
      title: 'offline, what was not stored fails with 504, and the server is not asked',
      run: (environment) =>
        withSteam(
          async (steam) => {
            const never = `${environment.url}/fresh?never`;
            for (const method of [SteamHTTP.HTTP_METHOD_GET, SteamHTTP.HTTP_METHOD_POST]) {
              const handle = steam.createHTTPRequest(method, never);
              steam.sendHTTPRequest(handle);
              const [ended] = await untilCompleted(steam, handle);
              assert.deepEqual(ended, { handle, success: false, status: 504, size: 0 });
              const { code, phase, message } = steam.getHTTPRequestError(handle)!;
              assert.deepEqual([code, phase], ['NOT_CACHED', 'offline']);
              assert.match(message, /not in the cache/);
              assert.equal(steam.getHTTPResponseCacheStatus(handle), 'offline');
            }
            const elsewhere = await get(steam, 'http://elsewhere.example/');
            assert.deepEqual([elsewhere.success, elsewhere.status], [false, 504]);
            assert.deepEqual((await siteState(environment)).log, []);
            steam.setHTTPOfflineMode(false);
            assert.equal(await body(steam, never), '1');
          },
          { ...cached, offline: true },
        ),
    },
    {
      title: 'Cache-Control: only-if-cached asks the cache alone for one request',
      run: (environment) =>
        withSteam(async (steam) => {
          const ask = async (): Promise<number> => {
            const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${environment.url}/fresh`);
            assert.equal(steam.setHTTPRequestHeaderValue(handle, 'Cache-Control', 'only-if-cached'), true);
            steam.sendHTTPRequest(handle);
            const [ended] = await untilCompleted(steam, handle);
            return ended!.status;
          };
          assert.equal(await ask(), 504);
          assert.equal(await body(steam, `${environment.url}/fresh`), '1');
          assert.equal(await ask(), 200);
          assert.equal((await siteState(environment)).log.length, 1);
        }, cached),
    },
    {
      title: 'flushHTTPCache resolves',
      run: () =>
        withSteam(async (steam) => {
          await steam.flushHTTPCache();
        }, cached),
    },
  ],
};
