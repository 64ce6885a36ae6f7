/** whenCompleted: programs that await instead of polling. */
import assert from 'node:assert/strict';
import { SteamHTTP } from '#src/steam/index.js';
import type { Contract } from '../contract.js';
import { text, withSteam } from './driving.js';
import { untilHeld, type SteamEnvironment } from './environment.js';

function sendGet(steam: SteamHTTP, url: string, streaming = false): number {
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
  assert.equal(streaming ? steam.sendHTTPRequestAndStreamResponse(handle) : steam.sendHTTPRequest(handle), true);
  return handle;
}

export const awaiting: Contract<SteamEnvironment> = {
  title: 'whenCompleted',
  cases: [
    {
      title: 'resolves without any polling, after the listeners, and at once the second time',
      run: ({ url }) =>
        withSteam(async (steam) => {
          let heard = false;
          steam.http_request_completed.connect(() => (heard = true));
          const handle = sendGet(steam, `${url}/status/404/abc`);
          const completion = await steam.whenCompleted(handle);
          assert.deepEqual(completion, { request_success: true, status_code: 404, body_size: 3 });
          assert.ok(heard);
          assert.deepEqual(await steam.whenCompleted(handle), completion);
          assert.equal(text(steam.getHTTPResponseBodyData(handle, 3)), 'abc');
        }),
    },
    {
      title: 'resolves for a failed request too',
      run: ({ nobody }) =>
        withSteam(async (steam) => {
          const completion = await steam.whenCompleted(sendGet(steam, nobody));
          assert.deepEqual(completion, { request_success: false, status_code: 0, body_size: 0 });
        }),
    },
    {
      title: 'drives streamed requests, however large',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const size = 20 * 1024 * 1024;
          let received = 0;
          steam.http_request_data_received.connect((_handle, _context, offset, length) => {
            assert.equal(offset, received);
            received += length;
          });
          const { request_success, body_size } = await steam.whenCompleted(
            sendGet(steam, `${url}/bytes/${size}`, true),
          );
          assert.deepEqual([request_success, body_size, received], [true, size, size]);
        }),
    },
    {
      title: 'resolves for everybody, and for many requests at once',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const handles = Array.from({ length: 20 }, (_, i) => sendGet(steam, `${url}/status/200/${'x'.repeat(i)}`));
          const completions = await Promise.all([...handles, ...handles].map((handle) => steam.whenCompleted(handle)));
          assert.deepEqual(
            completions.map(({ body_size }) => body_size),
            [...handles.keys(), ...handles.keys()],
          );
        }),
    },
    {
      title: 'lets a request be sent in a listener and awaited there',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const second = new Promise<number>((resolve) => {
            steam.http_request_completed.once(() => {
              void steam.whenCompleted(sendGet(steam, `${url}/status/418`)).then(({ status_code }) => {
                resolve(status_code);
              });
            });
          });
          await steam.whenCompleted(sendGet(steam, `${url}/status/200`));
          assert.equal(await second, 418);
        }),
    },
    {
      title: 'rejects for a bad handle, one that was not sent, one that is released meanwhile, and on close()',
      run: (environment) =>
        withSteam(async (steam) => {
          await assert.rejects(steam.whenCompleted(99), /there is no request 99/);
          const unsent = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${environment.url}/echo`);
          await assert.rejects(steam.whenCompleted(unsent), /was not sent/);
          const released = sendGet(steam, `${environment.url}/hold/a`);
          const closed = sendGet(steam, `${environment.url}/hold/b`);
          const outcomes = [released, closed].map((handle) => assert.rejects(steam.whenCompleted(handle), /before/));
          await untilHeld(environment, steam, 'a', 'b');
          steam.releaseHTTPRequest(released);
          await outcomes[0];
          steam.close();
          await outcomes[1];
        }),
    },
  ],
};
