/** The waiting queue against real servers, on both platforms: order, many requests at once, release and close. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { onEachPlatform, untilCompleted, withServer, withSteam } from './platforms.js';

onEachPlatform('the waiting queue', () => {
  it('is first in, first out, but for what is prioritized or deferred', async () => {
    const order: string[] = [];
    let held: ServerResponse | null = null;
    await withServer(
      (request, response) => {
        order.push(request.url!.slice(1));
        if (held === null) held = response;
        else response.end();
      },
      (url) =>
        withSteam(
          async (steam) => {
            const handles = ['first', 'b', 'c', 'd', 'e'].map((name) => steam.createHTTPRequest(1, `${url}/${name}`));
            const [first, b, , , e] = handles as [number, number, number, number, number];
            for (const handle of handles) steam.sendHTTPRequest(handle);
            assert.equal(steam.prioritizeHTTPRequest(e), true);
            assert.equal(steam.deferHTTPRequest(b), true);
            await until('the first request', () => {
              steam.run_callbacks();
              return held ?? undefined;
            });
            assert.equal(steam.deferHTTPRequest(order[0] === 'first' ? first : e), true, 'under way: no effect');
            held?.end();
            await untilCompleted(steam, ...handles);
            const waited = order.slice(1);
            assert.equal(waited.at(-1), 'b');
            assert.ok(order.indexOf('e') <= 1);
            assert.deepEqual(
              order.filter((name) => name === 'c' || name === 'd'),
              ['c', 'd'],
            );
          },
          { maxConnections: 1 },
        ),
    );
  });

  it('holds 10,000 requests at once, and all complete', async () => {
    let served = 0;
    await withServer(
      (_request, response) => {
        served++;
        response.end('ok');
      },
      (url) =>
        withSteam(async (steam) => {
          const handles = Array.from({ length: 10_000 }, (_, i) => {
            const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}/${i}`);
            steam.setHTTPRequestContextValue(handle, i);
            steam.sendHTTPRequest(handle);
            return handle;
          });
          let sum = 0;
          steam.http_request_completed.connect((handle, context, success, _status, size) => {
            if (success && size === 2) sum += Number(context);
            steam.releaseHTTPRequest(handle);
          });
          const ended = await untilCompleted(steam, ...handles);
          assert.equal(ended.length, 10_000);
          assert.equal(sum, (10_000 * 9_999) / 2);
          assert.equal(served, 10_000);
        }),
    );
  });

  it('forgets a released request, and frees the connection of one under way', async () => {
    let closed = 0;
    let asked = 0;
    await withServer(
      (request) => {
        asked++;
        request.socket.on('close', () => closed++);
      },
      (url) =>
        withSteam(
          async (steam) => {
            const [running, waiting] = [steam.createHTTPRequest(1, url), steam.createHTTPRequest(1, url)];
            for (const handle of [running, waiting]) steam.sendHTTPRequest(handle);
            await until('the first request', () => {
              steam.run_callbacks();
              return asked > 0 ? true : undefined;
            });
            steam.releaseHTTPRequest(waiting);
            steam.releaseHTTPRequest(running);
            await until('the connection to close', () => {
              steam.run_callbacks();
              return closed > 0 ? true : undefined;
            });
            assert.deepEqual([asked, closed], [1, 1]);
          },
          { maxConnections: 1 },
        ),
    );
  });

  it('ends with close(), which closes all connections', async () => {
    let open = 0;
    let asked = 0;
    await withServer(
      (request) => {
        asked++;
        open++;
        request.socket.on('close', () => open--);
      },
      (url) =>
        withSteam(async (steam) => {
          for (let i = 0; i < 3; i++) steam.sendHTTPRequest(steam.createHTTPRequest(1, url));
          await until('three requests', () => {
            steam.run_callbacks();
            return asked === 3 ? true : undefined;
          });
          steam.close();
          await until('three connections to close', () => (open === 0 ? true : undefined));
        }),
    );
  });
});
