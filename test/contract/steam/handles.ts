/** Handles, arguments and options: what is answered at once, without any server. */
import assert from 'node:assert/strict';
import { Steam, SteamHTTP, type HTTPMethod } from '#src/steam/index.js';
import type { Contract, ContractCase } from '../contract.js';
import { withSteam } from './driving.js';
import type { SteamEnvironment } from './environment.js';

const url = 'http://game.example/';
const badHandles = [0, -1, 1.5, NaN, Infinity, 2 ** 32, 999];
const { HTTP_METHOD_GET, HTTP_METHOD_POST, HTTP_METHOD_PUT, HTTP_METHOD_DELETE } = SteamHTTP;

/** All functions that set something, each with arguments that are right. */
const setters: Readonly<Record<string, (steam: SteamHTTP, handle: number) => boolean>> = {
  setHTTPRequestContextValue: (steam, handle) => steam.setHTTPRequestContextValue(handle, 1),
  setHTTPRequestNetworkActivityTimeout: (steam, handle) => steam.setHTTPRequestNetworkActivityTimeout(handle, 1),
  setHTTPRequestAbsoluteTimeoutMS: (steam, handle) => steam.setHTTPRequestAbsoluteTimeoutMS(handle, 1),
  setHTTPRequestHeaderValue: (steam, handle) => steam.setHTTPRequestHeaderValue(handle, 'A', 'b'),
  setHTTPRequestGetOrPostParameter: (steam, handle) => steam.setHTTPRequestGetOrPostParameter(handle, 'a', 'b'),
  setHTTPRequestRawPostBody: (steam, handle) => steam.setHTTPRequestRawPostBody(handle, 'a/b', 'c'),
  setHTTPRequestRequiresVerifiedCertificate: (steam, handle) =>
    steam.setHTTPRequestRequiresVerifiedCertificate(handle, true),
};

const wrong = (value: unknown): never => value as never;

export const handles: Contract<SteamEnvironment> = {
  title: 'handles and arguments',
  cases: [
    {
      title: 'the shared instance carries the functions, the signals and the numbers',
      run: (): void => {
        assert.ok(Steam instanceof SteamHTTP);
        assert.equal(Steam.HTTP_METHOD_GET, 1);
        assert.equal(SteamHTTP.HTTP_METHOD_PATCH, 7);
        assert.equal(Steam.HTTP_STATUS_CODE_404_NOT_FOUND, 404);
        for (const signal of ['completed', 'headers_received', 'data_received'] as const) {
          assert.equal(typeof Steam[`http_request_${signal}`].connect, 'function');
        }
      },
    },
    {
      title: 'createHTTPRequest gives handles that are never 0 and never the same',
      run: () =>
        withSteam(async (steam) => {
          const given = Array.from({ length: 100 }, () => steam.createHTTPRequest(HTTP_METHOD_GET, url));
          assert.equal(new Set(given).size, 100);
          assert.ok(given.every((handle) => Number.isInteger(handle) && handle > 0));
          await Promise.resolve();
        }),
    },
    {
      title: 'createHTTPRequest answers 0 for unknown methods and for urls that are none',
      run: () =>
        withSteam(async (steam) => {
          for (const method of [0, 8, -1, 1.5, NaN])
            assert.equal(steam.createHTTPRequest(method as HTTPMethod, url), 0);
          for (const bad of [
            '',
            'game.example',
            '/path',
            'ftp://game.example/',
            ' http://a/',
            'http://a/ ',
            'http://',
            'http://a:99999/',
          ]) {
            assert.equal(steam.createHTTPRequest(HTTP_METHOD_GET, bad), 0, JSON.stringify(bad));
          }
          for (const good of ['HTTP://game.example', 'https://b\u00fccher.example/?q#f', 'http://u:p@[::1]:8080/']) {
            assert.notEqual(steam.createHTTPRequest(HTTP_METHOD_GET, good), 0, good);
          }
          await Promise.resolve();
        }),
    },
    ...Object.entries(setters).map(([name, call]): ContractCase<SteamEnvironment> => ({
      title: `${name} answers true for a new request, false for a bad handle and for a released one`,
      run: () =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_POST, url);
          assert.equal(call(steam, handle), true);
          for (const bad of badHandles) assert.equal(call(steam, bad), false, String(bad));
          steam.releaseHTTPRequest(handle);
          assert.equal(call(steam, handle), false);
          assert.throws(() => call(steam, wrong('1')), new TypeError(`Steam.${name}: request_handle must be a number`));
          await Promise.resolve();
        }),
    })),
    {
      title: 'nothing can be set any more once a request was sent, and it is sent once',
      run: ({ url: server }) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_POST, `${server}/echo`);
          assert.equal(steam.deferHTTPRequest(handle), false, 'not sent yet');
          assert.equal(steam.sendHTTPRequest(handle), true);
          assert.equal(steam.sendHTTPRequest(handle), false);
          assert.equal(steam.sendHTTPRequestAndStreamResponse(handle), false);
          for (const [name, call] of Object.entries(setters)) assert.equal(call(steam, handle), false, name);
          await steam.whenCompleted(handle);
          for (const [name, call] of Object.entries(setters)) assert.equal(call(steam, handle), false, name);
          assert.equal(steam.deferHTTPRequest(handle), true, 'complete: true, without effect');
        }),
    },
    {
      title: 'other arguments of a wrong type throw and name the function and the argument',
      run: () =>
        withSteam(async (steam) => {
          const cases: readonly (readonly [() => unknown, string])[] = [
            [() => steam.createHTTPRequest(wrong('GET'), url), 'createHTTPRequest: request_method must be a number'],
            [() => steam.createHTTPRequest(1, wrong(null)), 'createHTTPRequest: absolute_url must be a string'],
            [
              () => steam.setHTTPRequestContextValue(9, wrong('1')),
              'setHTTPRequestContextValue: context_value must be a number or a bigint',
            ],
            [
              () => steam.setHTTPRequestHeaderValue(9, 'a', wrong(1)),
              'setHTTPRequestHeaderValue: header_value must be a string',
            ],
            [
              () => steam.setHTTPRequestRawPostBody(9, 'a/b', wrong([])),
              'setHTTPRequestRawPostBody: body must be a string, a Uint8Array or an ArrayBuffer',
            ],
            [
              () => steam.getHTTPResponseBodyData(9, wrong('1')),
              'getHTTPResponseBodyData: buffer_size must be a number',
            ],
            [
              () => steam.createCookieContainer(wrong(1)),
              'createCookieContainer: allow_responses_to_modify must be true or false',
            ],
          ];
          for (const [call, message] of cases) assert.throws(call, new TypeError(`Steam.${message}`));
          await Promise.resolve();
        }),
    },
    {
      title: 'headers that the library sets itself, and names and values that are none, are refused',
      run: () =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
          const set = (name: string, value: string): boolean => steam.setHTTPRequestHeaderValue(handle, name, value);
          for (const name of [
            'User-Agent',
            'user-agent',
            'Content-Length',
            'Transfer-Encoding',
            'Connection',
            '',
            'a b',
            'a:',
            'ü',
          ]) {
            assert.equal(set(name, 'x'), false, name);
          }
          for (const value of ['a\r\nb', 'a\nb', 'a\0b']) assert.equal(set('X-A', value), false);
          assert.equal(set('X-A', ''), true);
          assert.equal(set('X-A', 'zoë'), true);
          await Promise.resolve();
        }),
    },
    {
      title: 'a body is set once, for the methods that have one, and not beside parameters',
      run: () =>
        withSteam(async (steam) => {
          const make = (method: HTTPMethod): number => steam.createHTTPRequest(method, url);
          assert.equal(steam.setHTTPRequestRawPostBody(make(HTTP_METHOD_GET), 'a/b', 'c'), false);
          assert.equal(steam.setHTTPRequestRawPostBody(make(HTTP_METHOD_DELETE), 'a/b', 'c'), false);
          assert.equal(steam.setHTTPRequestGetOrPostParameter(make(HTTP_METHOD_PUT), 'a', 'b'), false);
          const raw = make(HTTP_METHOD_POST);
          assert.equal(steam.setHTTPRequestRawPostBody(raw, 'a/b', new Uint8Array(3)), true);
          assert.equal(steam.setHTTPRequestRawPostBody(raw, 'a/b', 'c'), false);
          assert.equal(steam.setHTTPRequestGetOrPostParameter(raw, 'a', 'b'), false);
          const form = make(HTTP_METHOD_POST);
          assert.equal(steam.setHTTPRequestGetOrPostParameter(form, '', 'b'), false);
          assert.equal(steam.setHTTPRequestGetOrPostParameter(form, 'a', ''), true);
          assert.equal(steam.setHTTPRequestRawPostBody(form, 'a/b', 'c'), false);
          assert.equal(steam.setHTTPRequestRawPostBody(make(HTTP_METHOD_PUT), 'a\r\nb', 'c'), false);
          await Promise.resolve();
        }),
    },
    {
      title: 'numbers out of range are refused',
      run: () =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
          for (const value of [-1, 1.5, NaN, 2 ** 54, -1n, 2n ** 64n]) {
            assert.equal(steam.setHTTPRequestContextValue(handle, value), false, String(value));
          }
          for (const value of [0, 2 ** 53, 0n, 2n ** 64n - 1n]) {
            assert.equal(steam.setHTTPRequestContextValue(handle, value), true, String(value));
          }
          for (const value of [-1, 0.5, NaN, Infinity, 2 ** 32]) {
            assert.equal(steam.setHTTPRequestNetworkActivityTimeout(handle, value), false, String(value));
            assert.equal(steam.setHTTPRequestAbsoluteTimeoutMS(handle, value), false, String(value));
          }
          await Promise.resolve();
        }),
    },
    {
      title: 'a bad handle is answered with false, 0, null or nothing',
      run: () =>
        withSteam(async (steam) => {
          for (const handle of badHandles) {
            assert.deepEqual(
              [
                steam.sendHTTPRequest(handle),
                steam.releaseHTTPRequest(handle),
                steam.prioritizeHTTPRequest(handle),
                steam.getHTTPRequestWasTimedOut(handle),
              ],
              [false, false, false, false],
            );
            assert.deepEqual(
              [
                steam.getHTTPDownloadProgressPct(handle),
                steam.getHTTPUploadProgressPct(handle),
                steam.getHTTPResponseBodySize(handle),
                steam.getHTTPResponseHeaderSize(handle, 'a'),
                steam.getHTTPResponseStatusCode(handle),
              ],
              [0, 0, 0, 0, 0],
            );
            assert.deepEqual([steam.getHTTPRequestError(handle), steam.getHTTPRequestTimings(handle)], [null, null]);
            assert.equal(steam.getHTTPResponseURL(handle) + steam.getHTTPResponseCacheStatus(handle), '');
            assert.deepEqual(steam.getHTTPResponseHeaders(handle), []);
            assert.equal(steam.getHTTPResponseBodyData(handle, 0).length, 0);
            assert.equal(steam.getHTTPResponseHeaderValue(handle, 'a', 9).length, 0);
            assert.equal(steam.getHTTPStreamingResponseBodyData(handle, 0, 0).length, 0);
            await assert.rejects(steam.whenCompleted(handle), /there is no request/);
          }
        }),
    },
    {
      title: 'a handle is of its instance alone, and gone after its release',
      run: () =>
        withSteam((one) =>
          withSteam(async (other) => {
            const handle = one.createHTTPRequest(HTTP_METHOD_GET, url);
            assert.equal(other.releaseHTTPRequest(handle), false);
            assert.equal(one.releaseHTTPRequest(handle), true);
            assert.equal(one.releaseHTTPRequest(handle), false);
            await Promise.resolve();
          }),
        ),
    },
    {
      title: 'cookie containers: handles, cookies that are allowed and not, both forms',
      notOnTheWeb: 'the browser keeps the cookies of all pages; see the refusals in test/web/steam-refusals.test.ts',
      run: () =>
        withSteam(async (steam) => {
          const first = steam.createCookieContainer(true);
          const second = steam.createCookieContainer(false);
          assert.ok(first > 0 && second > 0 && first !== second);
          assert.equal(steam.setHTTPCookie('game.example', url, 'a=1'), true);
          assert.equal(steam.setHTTPCookie(first, 'game.example', url, 'a=1; Domain=other.example'), false);
          assert.equal(steam.setHTTPCookie(99, 'game.example', url, 'a=1'), false);
          assert.equal(steam.releaseCookieContainer(), true, 'the second');
          assert.equal(steam.releaseCookieContainer(second), false);
          assert.equal(steam.releaseCookieContainer(first), true);
          assert.equal(steam.releaseCookieContainer(), false);
          await Promise.resolve();
        }),
    },
    {
      title: 'options that are unknown or out of range throw and name the option, and nothing is taken over',
      run: (): void => {
        const bad: readonly [string, unknown][] = [
          ['maxConnections', 0],
          ['maxConnectionsPerOrigin', 1.5],
          ['maxRedirects', -1],
          ['maxBodySize', Infinity],
          ['proxy', 'proxy.example'],
          ['trustedCA', 'no certificate'],
          ['cacheDirectory', ''],
          ['cacheSize', '1'],
          ['offline', 1],
          ['ioThread', null],
          ['userAgent', 'a\r\nb'],
          ['timeout', 1],
        ];
        for (const [name, value] of bad) {
          const message = new RegExp(`\\b${name}\\b`);
          assert.throws(() => new SteamHTTP({ [name]: value }), { name: 'TypeError', message });
        }
        assert.throws(() => new SteamHTTP(wrong([])), TypeError);
      },
    },
  ],
};
