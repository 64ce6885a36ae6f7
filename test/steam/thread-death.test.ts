/** The I/O thread dies under a program: everything that is under way ends, and the program can go on. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Command, type LinkCommand } from '#src/link/index.js';
import { sharedLink } from '#src/link/node.js';
import { SteamHTTP } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { get, untilCompleted, withServer, withSteam } from './platforms.js';

/** Has the thread stumble over a command that cannot be. */
function killThread(): void {
  sharedLink().post([Command.OPEN, -1, null, null] as unknown as LinkCommand);
  sharedLink().flush();
}

describe('when the I/O thread dies', () => {
  it('every pending request fails once, with the reason, and the next one starts a new thread', async () => {
    let asked = 0;
    await withServer(
      (request, response) => {
        asked++;
        if (request.url === '/after') response.end('hello');
      },
      (url) =>
        withSteam(async (steam) => {
          const heard: number[] = [];
          steam.http_request_completed.connect((handle) => heard.push(handle));
          const handles = Array.from({ length: 20 }, (_, i) => {
            const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}/${i}`);
            if (i % 2 === 0) steam.sendHTTPRequest(handle);
            else steam.sendHTTPRequestAndStreamResponse(handle);
            return handle;
          });
          await until('some requests', () => {
            steam.run_callbacks();
            return asked === 6 ? true : undefined;
          });
          const dead = sharedLink();
          killThread();
          const ended = await untilCompleted(steam, ...handles);
          for (const { handle, success, status, size } of ended) {
            assert.deepEqual([success, status, size], [false, 0, 0]);
            const error = steam.getHTTPRequestError(handle)!;
            assert.equal(error.code, 'IO_THREAD_FAILED');
            assert.match(error.message, /^GET http.*the I\/O thread.*send it again/);
          }
          assert.deepEqual(heard.toSorted(), handles.toSorted());
          const after = await get(steam, `${url}/after`);
          assert.deepEqual([after.success, after.size], [true, 5]);
          assert.notEqual(sharedLink(), dead);
          steam.run_callbacks();
          assert.equal(heard.length, 21, 'nothing came twice');
        }),
    );
  });

  it('those who await hear of it', async () => {
    await withServer(
      () => undefined,
      (url) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(1, url);
          steam.sendHTTPRequest(handle);
          const waiting = steam.whenCompleted(handle);
          killThread();
          assert.equal((await waiting).request_success, false);
          assert.equal(steam.getHTTPRequestError(handle)?.code, 'IO_THREAD_FAILED');
        }),
    );
  });
});
