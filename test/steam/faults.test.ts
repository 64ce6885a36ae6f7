/** Servers that misbehave, on both platforms: each ends in one completion, with the phase named. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type HTTPOptions, type HTTPRequestErrorCode, type HTTPRequestPhase } from '#src/steam/index.js';
import type { ServerStep } from '../support/scripted-server.js';
import { get, onEachPlatform, withScript, withServer, withSteam } from './platforms.js';

interface Fault {
  readonly title: string;
  readonly steps: readonly ServerStep[];
  readonly code: HTTPRequestErrorCode;
  readonly phase: HTTPRequestPhase;
  readonly status: number;
  readonly options?: HTTPOptions;
  /** Bytes that a streaming request delivers before it fails. */
  readonly delivered?: number;
}

const head = (...fields: string[]): string => ['HTTP/1.1 200 OK', ...fields, '', ''].join('\r\n');
const bomb = gzipSync(Buffer.alloc(2_000_000)).toString('base64');
const redirect = (where: string): string => `HTTP/1.1 302 Found\r\nLocation: ${where}\r\nContent-Length: 0\r\n\r\n`;

const faults: readonly Fault[] = [
  {
    title: 'a reset before the response',
    steps: [{ expect: 'request' }, { reset: true }],
    code: 'CONNECTION_LOST',
    phase: 'first byte',
    status: 0,
  },
  {
    title: 'a close before the response',
    steps: [{ expect: 'request' }, { destroy: true }],
    code: 'CONNECTION_LOST',
    phase: 'first byte',
    status: 0,
  },
  {
    title: 'a response that is none',
    steps: [{ expect: 'request' }, { send: 'SSH-2.0-OpenSSH_9.6\r\n' }],
    code: 'BAD_RESPONSE',
    phase: 'first byte',
    status: 0,
  },
  {
    title: 'a body that is cut off',
    steps: [{ expect: 'request' }, { send: `${head('Content-Length: 10')}hello` }, { end: true }],
    code: 'TRUNCATED',
    phase: 'body',
    status: 200,
    delivered: 5,
  },
  {
    title: 'a chunked body that is cut off',
    steps: [{ expect: 'request' }, { send: `${head('Transfer-Encoding: chunked')}5\r\nhello\r\n` }, { end: true }],
    code: 'TRUNCATED',
    phase: 'body',
    status: 200,
    delivered: 5,
  },
  {
    title: 'a body that is no gzip',
    steps: [
      { expect: 'request' },
      { send: `${head('Content-Encoding: gzip', 'Content-Length: 5')}hello` },
      { until_closed: true },
    ],
    code: 'DECODE_FAILED',
    phase: 'decode',
    status: 200,
    delivered: 0,
  },
  {
    title: 'a redirect to file:',
    steps: [{ expect: 'request' }, { send: redirect('file:///etc/passwd') }],
    code: 'BAD_REDIRECT',
    phase: 'redirect',
    status: 302,
  },
];

onEachPlatform('a misbehaving server', () => {
  for (const { title, steps, code, phase, status, options, delivered = 0 } of faults) {
    for (const streaming of [false, true]) {
      it(`${title} fails with ${code} in phase ${phase}${streaming ? ', streamed too' : ''}`, async () => {
        await withScript(steps, (url) =>
          withSteam(async (steam) => {
            const ended = await get(steam, url, streaming);
            const size = streaming ? delivered : 0;
            const { handle } = ended;
            assert.deepEqual(ended, { handle, success: false, status, size });
            const error = steam.getHTTPRequestError(handle)!;
            assert.deepEqual([error.code, error.phase], [code, phase]);
            assert.ok(error.message.startsWith(`GET ${url}`), error.message);
            assert.equal(steam.getHTTPRequestWasTimedOut(handle), false);
            assert.equal(steam.getHTTPResponseBodySize(handle), size);
            assert.equal(steam.getHTTPResponseBodyData(handle, 0).length, 0);
            assert.equal(steam.getHTTPResponseHeaders(handle).length > 0, status !== 0);
          }, options),
        );
      });
    }
  }

  it('a decompression bomb fails with BODY_TOO_LARGE', async () => {
    await withServer(
      (_request, response) => {
        response.setHeader('Content-Encoding', 'gzip').end(Buffer.from(bomb, 'base64'));
      },
      (url) =>
        withSteam(
          async (steam) => {
            const { handle, success, status, size } = await get(steam, url);
            assert.deepEqual([success, status, size], [false, 200, 0]);
            const { code, phase } = steam.getHTTPRequestError(handle)!;
            assert.deepEqual([code, phase], ['BODY_TOO_LARGE', 'body']);
            assert.equal((await get(steam, url, true)).size, 2_000_000, 'the limit is not for streamed bodies');
          },
          { maxBodySize: 1_000_000 },
        ),
    );
  });

  it('redirects in circles fail with TOO_MANY_REDIRECTS, after as many as allowed', async () => {
    let asked = 0;
    await withServer(
      (_request, response) => {
        asked++;
        response.writeHead(302, { Location: '/again' }).end();
      },
      (url) =>
        withSteam(
          async (steam) => {
            const { handle, success, status } = await get(steam, url);
            assert.deepEqual([success, status], [false, 302]);
            const { code, phase } = steam.getHTTPRequestError(handle)!;
            assert.deepEqual([code, phase], ['TOO_MANY_REDIRECTS', 'redirect']);
            assert.equal(asked, 4);
            steam.configureHTTP({ maxRedirects: 0 });
            const plain = await get(steam, url);
            assert.deepEqual([plain.success, plain.status], [true, 302]);
          },
          { maxRedirects: 3 },
        ),
    );
  });
});
