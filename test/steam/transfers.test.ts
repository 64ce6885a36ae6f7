/** Whole requests against real servers on loopback, on both platforms. */
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SteamHTTP, version } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { get, onEachPlatform, untilCompleted, withServer, withSteam } from './platforms.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Answers with what was asked, as JSON. */
function echo(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.setHeader('X-Echo', 'yes');
    response.end(JSON.stringify({ method, url, headers, body }));
  });
}

interface Echoed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request that is set up and gives what the server saw. */
async function echoed(steam: SteamHTTP, handle: number): Promise<Echoed> {
  steam.sendHTTPRequest(handle);
  const [ended] = await untilCompleted(steam, handle);
  assert.equal(steam.getHTTPRequestError(handle), null);
  assert.deepEqual([ended?.success, ended?.status], [true, 200]);
  const body = steam.getHTTPResponseBodyData(handle, ended!.size);
  steam.releaseHTTPRequest(handle);
  return JSON.parse(text(body)) as Echoed;
}

onEachPlatform('requests and responses', () => {
  it('GET: query, headers, agent and credentials as the server sees them', async () => {
    await withServer(echo, (url) =>
      withSteam(async (steam) => {
        const where = `${url.replace('//', '//me:secret@')}/path?a=0#part`;
        const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, where);
        steam.setHTTPRequestGetOrPostParameter(handle, 'name', 'a b&c');
        steam.setHTTPRequestHeaderValue(handle, 'X-Text', 'zoë');
        steam.setHTTPRequestUserAgentInfo(handle, 'MyGame/1');
        const { method, url: target, headers, body } = await echoed(steam, handle);
        assert.deepEqual([method, target, body], ['GET', '/path?a=0&name=a%20b%26c', '']);
        assert.equal(headers.host, url.slice('http://'.length));
        assert.equal(headers['user-agent'], `tickwire/${version} MyGame/1`);
        assert.equal(headers.accept, '*/*');
        assert.match(headers['accept-encoding']!, /^gzip, deflate, br/);
        assert.equal(headers.authorization, `Basic ${Buffer.from('me:secret').toString('base64')}`);
        assert.equal(Buffer.from(headers['x-text']!, 'latin1').toString('utf8'), 'zoë');
      }),
    );
  });

  it('POST: a form, and raw bodies', async () => {
    await withServer(echo, (url) =>
      withSteam(async (steam) => {
        const form = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_POST, `${url}/form`);
        steam.setHTTPRequestGetOrPostParameter(form, 'name', 'Zoë');
        steam.setHTTPRequestGetOrPostParameter(form, 'text', 'a b');
        const sentForm = await echoed(steam, form);
        assert.equal(sentForm.body, 'name=Zo%C3%AB&text=a%20b');
        assert.equal(sentForm.headers['content-type'], 'application/x-www-form-urlencoded');
        assert.equal(sentForm.headers['content-length'], String(sentForm.body.length));
        for (const method of [SteamHTTP.HTTP_METHOD_POST, SteamHTTP.HTTP_METHOD_PUT, SteamHTTP.HTTP_METHOD_PATCH]) {
          const raw = steam.createHTTPRequest(method, url);
          steam.setHTTPRequestRawPostBody(raw, 'application/json', '{"ü":1}');
          const sentRaw = await echoed(steam, raw);
          assert.equal(sentRaw.body, '{"ü":1}');
          assert.equal(sentRaw.headers['content-type'], 'application/json');
        }
        const empty = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_POST, url);
        assert.equal((await echoed(steam, empty)).headers['content-length'], '0');
      }),
    );
  });

  it('DELETE and OPTIONS', async () => {
    await withServer(echo, (url) =>
      withSteam(async (steam) => {
        for (const [method, word] of [
          [SteamHTTP.HTTP_METHOD_DELETE, 'DELETE'],
          [SteamHTTP.HTTP_METHOD_OPTIONS, 'OPTIONS'],
        ] as const) {
          assert.equal((await echoed(steam, steam.createHTTPRequest(method, url))).method, word);
        }
      }),
    );
  });

  it('HEAD: headers without a body', async () => {
    await withServer(
      (_request, response) => {
        response.setHeader('Content-Length', 1000).end();
      },
      (url) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_HEAD, url);
          steam.sendHTTPRequest(handle);
          const [ended] = await untilCompleted(steam, handle);
          assert.deepEqual([ended?.success, ended?.status, ended?.size], [true, 200, 0]);
          assert.equal(text(steam.getHTTPResponseHeaderValue(handle, 'Content-Length', 4)), '1000');
          assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
        }),
    );
  });

  it('an error of the server is a whole response', async () => {
    await withServer(
      (_request, response) => {
        response.writeHead(404, { 'X-A': ['1', '2'] }).end('not here');
      },
      (url) =>
        withSteam(async (steam) => {
          const { handle, ...ended } = await get(steam, url);
          assert.deepEqual(ended, { success: true, status: 404, size: 8 });
          assert.equal(steam.getHTTPRequestError(handle), null);
          assert.equal(text(steam.getHTTPResponseHeaderValue(handle, 'x-a', 100)), '1, 2');
          const listed = steam.getHTTPResponseHeaders(handle).filter((line) => line.startsWith('X-A'));
          assert.deepEqual(listed, ['X-A: 1', 'X-A: 2']);
          assert.equal(steam.getHTTPDownloadProgressPct(handle), 0, 'chunked: the length was never known');
        }),
    );
  });

  it('bodies are decoded, unless the program set Accept-Encoding', async () => {
    const packed = gzipSync('hello, hello, hello');
    await withServer(
      (_request, response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length }).end(packed);
      },
      (url) =>
        withSteam(async (steam) => {
          const { handle, size } = await get(steam, url);
          assert.equal(text(steam.getHTTPResponseBodyData(handle, size)), 'hello, hello, hello');
          assert.equal(steam.getHTTPDownloadProgressPct(handle), 100);
          const own = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
          steam.setHTTPRequestHeaderValue(own, 'Accept-Encoding', 'gzip');
          steam.sendHTTPRequest(own);
          const [ended] = await untilCompleted(steam, own);
          assert.deepEqual(Buffer.from(steam.getHTTPResponseBodyData(own, ended!.size)), packed);
        }),
    );
  });

  it('redirects are followed, and counted', async () => {
    await withServer(
      (request, response) => {
        if (request.url === '/end') response.end('here');
        else response.writeHead(302, { Location: '/end' }).end();
      },
      (url) =>
        withSteam(async (steam) => {
          const { handle, size } = await get(steam, `${url}/begin`);
          assert.equal(size, 4);
          assert.equal(steam.getHTTPResponseURL(handle), `${url}/end`);
          assert.equal(steam.getHTTPRequestTimings(handle)?.redirects, 1);
        }),
    );
  });

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
