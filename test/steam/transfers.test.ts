/** What only sockets show: reused connections, and how far an upload is on its way. On both platforms of Node. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { get, onEachPlatform, untilCompleted, withServer, withSteam } from './platforms.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

onEachPlatform('requests over sockets', () => {
  it('timings are there, and a reused connection has neither connect nor resolve', async () => {
    await withServer(
      (_request, response) => response.end('hello'),
      (url) =>
        withSteam(async (steam) => {
          const first = steam.getHTTPRequestTimings((await get(steam, url)).handle)!;
          const second = steam.getHTTPRequestTimings((await get(steam, url)).handle)!;
          for (const step of ['queue', 'send', 'firstByte', 'body', 'total'] as const) {
            assert.ok(first[step]! >= 0 && second[step]! >= 0, step);
          }
          assert.ok(first.connect! >= 0);
          assert.deepEqual([first.tls, second.resolve, second.connect, second.tls], [null, null, null, null]);
          assert.equal(second.redirects, 0);
        }),
    );
  });

  it('a large upload arrives whole, and its progress is seen on the way', async () => {
    const size = 8 * 1024 * 1024;
    const body = new Uint8Array(size).fill(97);
    let proceed: (() => void) | null = null;
    await withServer(
      (request, response) => {
        let received = 0;
        request.once('data', (first: Buffer) => {
          received += first.length;
          request.pause();
          proceed = () => {
            request.on('data', (part: Buffer) => (received += part.length)).resume();
          };
        });
        request.on('end', () => response.end(String(received)));
      },
      (url) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_PUT, url);
          steam.setHTTPRequestRawPostBody(handle, 'application/octet-stream', body);
          steam.sendHTTPRequest(handle);
          await until('the upload to begin', () => {
            steam.run_callbacks();
            return steam.getHTTPUploadProgressPct(handle) > 0 ? (proceed ?? undefined) : undefined;
          });
          assert.ok(steam.getHTTPUploadProgressPct(handle) < 100, 'the server reads no further');
          proceed?.();
          const [ended] = await untilCompleted(steam, handle);
          assert.equal(text(steam.getHTTPResponseBodyData(handle, ended!.size)), String(size));
          assert.equal(steam.getHTTPUploadProgressPct(handle), 100);
        }),
    );
  });
});
