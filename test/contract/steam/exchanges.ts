/** Requests and responses: what the server sees, and what the program gets back. */
import assert from 'node:assert/strict';
import { SteamHTTP, version, type HTTPMethod } from '#src/steam/index.js';
import type { Contract } from '../contract.js';
import { firstDifference, pattern } from '../pattern.js';
import { bodyOf, get, text, until, untilCompleted, withSteam, type Ended } from './driving.js';
import { control, untilHeld, type SteamEnvironment } from './environment.js';

const { HTTP_METHOD_GET, HTTP_METHOD_HEAD, HTTP_METHOD_POST, HTTP_METHOD_PUT, HTTP_METHOD_PATCH } = SteamHTTP;
const { HTTP_METHOD_DELETE, HTTP_METHOD_OPTIONS } = SteamHTTP;

/** What `/echo` answers. */
interface Echoed {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request that is set up and gives what the server saw. */
async function echoed(steam: SteamHTTP, handle: number): Promise<Echoed> {
  assert.equal(steam.sendHTTPRequest(handle), true);
  const [ended] = await untilCompleted(steam, handle);
  assert.equal(steam.getHTTPRequestError(handle), null);
  assert.deepEqual([ended!.success, ended!.status], [true, 200]);
  return JSON.parse(text(bodyOf(steam, ended!))) as Echoed;
}

/** Creates, sets up and sends; gives how it ended. */
async function send(
  steam: SteamHTTP,
  method: HTTPMethod,
  url: string,
  setUp: (handle: number) => void = () => undefined,
): Promise<Ended> {
  const handle = steam.createHTTPRequest(method, url);
  setUp(handle);
  steam.sendHTTPRequest(handle);
  const [ended] = await untilCompleted(steam, handle);
  return ended!;
}

const MEGABYTE = 1024 * 1024;

export const exchanges: Contract<SteamEnvironment> = {
  title: 'requests and responses',
  cases: [
    {
      title: 'GET: parameters follow the query of the url, the fragment is not sent',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${url}/echo?a=0#part`);
          steam.setHTTPRequestGetOrPostParameter(handle, 'name', 'old');
          steam.setHTTPRequestGetOrPostParameter(handle, 'other', '*');
          steam.setHTTPRequestGetOrPostParameter(handle, 'name', 'a b&c');
          const { method, path, body } = await echoed(steam, handle);
          assert.deepEqual([method, path, body], ['GET', '/echo?a=0&name=a%20b%26c&other=%2A', '']);
          assert.equal(steam.getHTTPResponseURL(handle), `${url}/echo?a=0&name=a%20b%26c&other=%2A`);
        }),
    },
    {
      title: 'header values go out as UTF-8, the last one of a name wins',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${url}/echo`);
          steam.setHTTPRequestHeaderValue(handle, 'X-Text', 'old');
          steam.setHTTPRequestHeaderValue(handle, 'x-text', 'zoë €');
          steam.setHTTPRequestHeaderValue(handle, 'X-Empty', '');
          steam.setHTTPRequestHeaderValue(handle, 'Accept', 'text/plain');
          const { headers } = await echoed(steam, handle);
          const bytes = Uint8Array.from(headers['x-text']!, (character) => character.charCodeAt(0));
          assert.equal(text(bytes), 'zoë €');
          assert.equal(headers['x-empty'], '');
          assert.equal(headers.accept, 'text/plain');
        }),
    },
    {
      title: 'user:password@ becomes Basic authorization, and no message or url shows it',
      run: ({ url, nobody }) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${url.replace('//', '//me:s%20ecret@')}/echo`);
          const { headers } = await echoed(steam, handle);
          assert.equal(headers.authorization, `Basic ${btoa('me:s ecret')}`);
          assert.equal(steam.getHTTPResponseURL(handle), `${url}/echo`);
          const failed = await get(steam, nobody.replace('//', '//me:secret@'));
          assert.doesNotMatch(steam.getHTTPRequestError(failed.handle)!.message, /secret/);
        }),
    },
    {
      title: 'the defaults: Accept, Host, and an agent with what the program added',
      notOnTheWeb: 'a browser names itself in User-Agent, and lets no page add to it',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${url}/echo`);
          assert.equal(steam.setHTTPRequestUserAgentInfo(handle, 'MyGame/1'), true);
          const { headers } = await echoed(steam, handle);
          assert.equal(headers['user-agent'], `tickwire/${version} MyGame/1`);
          assert.equal(headers.accept, '*/*');
          assert.equal(headers.host, new URL(url).host);
          assert.match(headers['accept-encoding']!, /^gzip, deflate, br/);
        }),
    },
    {
      title: 'POST: parameters are a form',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_POST, `${url}/echo`);
          steam.setHTTPRequestGetOrPostParameter(handle, 'name', 'Zoë');
          steam.setHTTPRequestGetOrPostParameter(handle, 'text', 'a b');
          const { method, headers, body } = await echoed(steam, handle);
          assert.deepEqual([method, body], ['POST', 'name=Zo%C3%AB&text=a%20b']);
          assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
          assert.equal(headers['content-length'], String(body.length));
        }),
    },
    {
      title: 'POST, PUT and PATCH: a raw body with its type, as text and as bytes',
      run: ({ url }) =>
        withSteam(async (steam) => {
          for (const method of [HTTP_METHOD_POST, HTTP_METHOD_PUT, HTTP_METHOD_PATCH]) {
            for (const body of ['{"ü":1}', new TextEncoder().encode('{"ü":1}')]) {
              const handle = steam.createHTTPRequest(method, `${url}/echo`);
              steam.setHTTPRequestHeaderValue(handle, 'Content-Type', 'text/plain');
              steam.setHTTPRequestRawPostBody(handle, 'application/json', body);
              const seen = await echoed(steam, handle);
              assert.equal(seen.body, '{"ü":1}');
              assert.equal(seen.headers['content-type'], 'application/json', 'the type of the body wins');
            }
          }
        }),
    },
    {
      title: 'a body is taken over at once: later changes have no effect',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const body = new TextEncoder().encode('before');
          const handle = steam.createHTTPRequest(HTTP_METHOD_POST, `${url}/echo`);
          steam.setHTTPRequestRawPostBody(handle, 'text/plain', body);
          body.fill(120);
          assert.equal((await echoed(steam, handle)).body, 'before');
        }),
    },
    {
      title: 'POST without a body, DELETE and OPTIONS',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const empty = await echoed(steam, steam.createHTTPRequest(HTTP_METHOD_POST, `${url}/echo`));
          assert.deepEqual([empty.method, empty.headers['content-length']], ['POST', '0']);
          for (const [method, word] of [
            [HTTP_METHOD_DELETE, 'DELETE'],
            [HTTP_METHOD_OPTIONS, 'OPTIONS'],
          ] as const) {
            assert.equal((await echoed(steam, steam.createHTTPRequest(method, `${url}/echo`))).method, word);
          }
        }),
    },
    {
      title: 'HEAD: headers, and no body',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const { handle, ...ended } = await send(steam, HTTP_METHOD_HEAD, `${url}/bytes/1000`);
          assert.deepEqual(ended, { success: true, status: 200, size: 0 });
          assert.equal(text(steam.getHTTPResponseHeaderValue(handle, 'Content-Length', 9)), '1000');
          assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
        }),
    },
    {
      title: 'an error of the server is a whole response, whatever its number',
      run: ({ url }) =>
        withSteam(async (steam) => {
          for (const status of [400, 404, 418, 500, 599]) {
            const ended = await get(steam, `${url}/status/${status}/sorry`);
            assert.deepEqual([ended.success, ended.status, ended.size], [true, status, 5]);
            assert.equal(steam.getHTTPRequestError(ended.handle), null);
            assert.equal(text(bodyOf(steam, ended)), 'sorry');
          }
          const none = await get(steam, `${url}/status/204`);
          assert.deepEqual([none.success, none.status, none.size], [true, 204, 0]);
        }),
    },
    {
      title:
        'header values: found in any case, as UTF-8, repeated ones joined, and only into a buffer that is large enough',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const { handle } = await get(steam, `${url}/fields`);
          const value = (name: string, size = 100): string =>
            text(steam.getHTTPResponseHeaderValue(handle, name, size));
          assert.equal(steam.getHTTPResponseHeaderSize(handle, 'CONTENT-TYPE'), 10);
          assert.equal(value('content-type', 10), 'text/plain');
          assert.equal(value('content-type', 9), '');
          assert.equal(value('X-Repeated'), '1, 2');
          assert.equal(value('x-text'), 'zoë');
          assert.equal(steam.getHTTPResponseHeaderSize(handle, 'x-text'), 4);
          assert.equal(value('x-empty') + value('x-absent'), '');
          const listed = steam.getHTTPResponseHeaders(handle);
          assert.ok(listed.some((line) => line.toLowerCase() === 'content-type: text/plain'));
        }),
    },
    {
      title: 'the list of headers keeps their case, and repeated ones apart',
      notOnTheWeb: 'browsers give header names in lower case and join repeated ones',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const { handle } = await get(steam, `${url}/fields`);
          const listed = steam.getHTTPResponseHeaders(handle).filter((line) => line.startsWith('X-Repeated'));
          assert.deepEqual(listed, ['X-Repeated: 1', 'X-Repeated: 2']);
        }),
    },
    {
      title: 'the body is given for exactly its size, as a copy, and not as a streamed one',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const { handle } = await get(steam, `${url}/status/200/hello`);
          assert.equal(steam.getHTTPResponseBodySize(handle), 5);
          const first = steam.getHTTPResponseBodyData(handle, 5);
          assert.equal(first.buffer.byteLength, 5);
          first.fill(0);
          assert.equal(text(steam.getHTTPResponseBodyData(handle, 5)), 'hello');
          for (const size of [0, 4, 6, -5, NaN]) assert.equal(steam.getHTTPResponseBodyData(handle, size).length, 0);
          assert.equal(steam.getHTTPStreamingResponseBodyData(handle, 0, 5).length, 0);
        }),
    },
    {
      title: 'bodies of all sizes arrive unchanged, with and without a declared length',
      run: ({ url }) =>
        withSteam(async (steam) => {
          for (const size of [0, 1, 1000, 65_536, 100_001, 3 * MEGABYTE]) {
            for (const query of ['', '?chunked']) {
              const ended = await get(steam, `${url}/bytes/${size}${query}`);
              assert.deepEqual([ended.success, ended.size], [true, size]);
              assert.equal(firstDifference(bodyOf(steam, ended), 0), -1);
              assert.equal(steam.getHTTPDownloadProgressPct(ended.handle), query === '' ? 100 : 0);
              steam.releaseHTTPRequest(ended.handle);
            }
          }
        }),
    },
    {
      title: 'progress and size are those of the moment, without run_callbacks',
      run: (environment) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${environment.url}/hold/a?head&length=10`);
          steam.sendHTTPRequest(handle);
          assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
          await untilHeld(environment, steam, 'a');
          await control(environment, 'write', 'a', 'hello');
          await until('half of the body', () => (steam.getHTTPDownloadProgressPct(handle) === 50 ? true : undefined));
          assert.equal(steam.getHTTPResponseBodySize(handle), 5);
          assert.equal(steam.getHTTPResponseBodyData(handle, 5).length, 0, 'not complete');
          await control(environment, 'release', 'a', 'world');
          const [ended] = await untilCompleted(steam, handle);
          assert.equal(text(bodyOf(steam, ended!)), 'helloworld');
          assert.equal(steam.getHTTPDownloadProgressPct(handle), 100);
        }),
    },
    {
      title: 'coded bodies are decoded',
      run: ({ url }) =>
        withSteam(async (steam) => {
          assert.equal(text(bodyOf(steam, await get(steam, `${url}/gzip`))), 'hello, '.repeat(100));
        }),
    },
    {
      title: 'a coded body has progress by its wire bytes',
      notOnTheWeb:
        'browsers show pages the decoded bytes alone, so that nobody knows how many of the coded ones have come',
      run: ({ url }) =>
        withSteam(async (steam) => {
          assert.equal(steam.getHTTPDownloadProgressPct((await get(steam, `${url}/gzip`)).handle), 100);
        }),
    },
    {
      title: 'a body is left coded when the program sets Accept-Encoding',
      notOnTheWeb: 'browsers set Accept-Encoding themselves, and let no page set it',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const ended = await send(steam, HTTP_METHOD_GET, `${url}/gzip`, (handle) => {
            steam.setHTTPRequestHeaderValue(handle, 'Accept-Encoding', 'gzip');
          });
          assert.deepEqual([...bodyOf(steam, ended).subarray(0, 2)], [0x1f, 0x8b]);
        }),
    },
    {
      title: 'redirects are followed, and the url is that of the end',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const ended = await get(steam, `${url}/redirect/3`);
          assert.equal(ended.status, 200);
          assert.equal(steam.getHTTPResponseURL(ended.handle), `${url}/echo`);
          assert.ok(steam.getHTTPRequestTimings(ended.handle)!.redirects >= 1);
        }),
    },
    {
      title: 'redirects are counted',
      notOnTheWeb: 'browsers tell pages only whether there was one',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const { handle } = await get(steam, `${url}/redirect/3`);
          assert.equal(steam.getHTTPRequestTimings(handle)!.redirects, 3);
        }),
    },
    {
      title: 'a POST stays one through 307 and 308, and becomes a GET through 301, 302 and 303',
      run: ({ url }) =>
        withSteam(async (steam) => {
          for (const [status, method, body] of [
            [307, 'POST', 'x'],
            [308, 'POST', 'x'],
            [301, 'GET', ''],
            [302, 'GET', ''],
            [303, 'GET', ''],
          ] as const) {
            const handle = steam.createHTTPRequest(HTTP_METHOD_POST, `${url}/redirect/1?status=${status}`);
            steam.setHTTPRequestRawPostBody(handle, 'text/plain', 'x');
            const seen = await echoed(steam, handle);
            assert.deepEqual([seen.method, seen.body], [method, body], String(status));
          }
        }),
    },
    {
      title: 'redirects in circles end',
      run: ({ url, web }) =>
        withSteam(async (steam) => {
          const ended = await get(steam, `${url}/circle`);
          const { code } = steam.getHTTPRequestError(ended.handle)!;
          // A browser does not say why it gave up, and shows no response that redirects.
          assert.deepEqual([ended.success, ended.status], [false, web ? 0 : 302]);
          assert.equal(code, web ? 'CONNECT_FAILED' : 'TOO_MANY_REDIRECTS');
        }),
    },
    {
      title: 'with maxRedirects: 0 a response that redirects is delivered',
      notOnTheWeb: 'browsers do not show pages a response that redirects; see test/web/steam-refusals.test.ts',
      run: ({ url }) =>
        withSteam(
          async (steam) => {
            const { handle, success, status } = await get(steam, `${url}/redirect/1`);
            assert.deepEqual([success, status], [true, 302]);
            assert.equal(text(steam.getHTTPResponseHeaderValue(handle, 'location', 99)), '../echo');
          },
          { maxRedirects: 0 },
        ),
    },
    {
      title: 'a large upload arrives whole, and its progress ends at 100',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const ended = await send(steam, HTTP_METHOD_PUT, `${url}/count`, (handle) => {
            steam.setHTTPRequestRawPostBody(handle, 'application/octet-stream', pattern(0, 5 * MEGABYTE));
          });
          assert.equal(text(bodyOf(steam, ended)), String(5 * MEGABYTE));
          assert.equal(steam.getHTTPUploadProgressPct(ended.handle), 100);
        }),
    },
    {
      title: 'timings: what was measured is not negative, and makes up no more than the total',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const first = await get(steam, `${url}/status/200/a`);
          const timings = steam.getHTTPRequestTimings(first.handle)!;
          let sum = 0;
          for (const step of ['queue', 'resolve', 'connect', 'tls', 'send', 'firstByte', 'body'] as const) {
            const time = timings[step];
            assert.ok(time === null || time >= 0, step);
            sum += time ?? 0;
          }
          assert.ok(timings.firstByte !== null && timings.queue !== null && timings.body !== null);
          assert.ok(sum <= timings.total + 5, `${sum} ms of ${timings.total}`);
          assert.equal(timings.tls, null);
          assert.equal(timings.redirects, 0);
        }),
    },
    {
      title: 'paths and hosts outside ASCII are encoded',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const { path } = await echoed(steam, steam.createHTTPRequest(HTTP_METHOD_GET, `${url}/echo/grüße?ä=ö`));
          assert.equal(path, '/echo/gr%C3%BC%C3%9Fe?%C3%A4=%C3%B6');
        }),
    },
  ],
};
