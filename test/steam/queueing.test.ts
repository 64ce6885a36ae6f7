/** A waiting queue of many requests, on both platforms of Node. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { onEachPlatform, untilCompleted, withServer, withSteam } from './platforms.js';

onEachPlatform('the waiting queue', () => {
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
});
