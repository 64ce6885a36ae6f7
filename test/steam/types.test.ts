/** What the compiler knows: constants are literal types, signals have typed arguments, wrong types are refused. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  Steam,
  type SteamHTTP,
  type HTTPCompletion,
  type HTTPMethod,
  type HTTPOptions,
  type HTTPRequestError,
  type HTTPRequestHop,
  type HTTPRequestTimings,
  type HTTPStepTimings,
  type HTTPStatusCode,
  type SteamHTTPConstants,
} from '#src/steam/index.js';

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the usual trick: T makes it invariant
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;

type Listener<Name extends 'completed' | 'headers_received' | 'data_received'> = Parameters<
  Parameters<SteamHTTP[`http_request_${Name}`]['connect']>[0]
>;

/** Each member is checked by the compiler; the test below only keeps them referenced. */
export type Checks = [
  Expect<Equal<typeof Steam.HTTP_METHOD_GET, 1>>,
  Expect<Equal<typeof SteamHTTP.HTTP_METHOD_PATCH, 7>>,
  Expect<Equal<SteamHTTP['HTTP_STATUS_CODE_404_NOT_FOUND'], 404>>,
  Expect<Equal<SteamHTTPConstants['HTTP_STATUS_CODE_5XX_UNKNOWN'], 599>>,
  Expect<Equal<HTTPMethod, 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7>>,
  Expect<Equal<Extract<HTTPStatusCode, 0 | 418 | 420>, 0 | 418>>,
  Expect<Equal<Listener<'completed'>, [number, number | bigint, boolean, number, number]>>,
  Expect<Equal<Listener<'headers_received'>, [number, number | bigint]>>,
  Expect<Equal<Listener<'data_received'>, [number, number | bigint, number, number]>>,
  Expect<Equal<ReturnType<SteamHTTP['getHTTPRequestError']>, HTTPRequestError | null>>,
  Expect<Equal<ReturnType<SteamHTTP['getHTTPRequestTimings']>, HTTPRequestTimings | null>>,
  Expect<Equal<ReturnType<SteamHTTP['getHTTPRequestHops']>, HTTPRequestHop[]>>,
  Expect<Equal<HTTPRequestHop['timings'], HTTPStepTimings | null>>,
  Expect<Equal<HTTPRequestTimings extends HTTPStepTimings ? true : false, true>>,
  Expect<Equal<ReturnType<SteamHTTP['whenCompleted']>, Promise<HTTPCompletion>>>,
  Expect<Equal<HTTPOptions['proxy'], 'environment' | (string & {}) | null | undefined>>,
];

const neverCalled = (steam: SteamHTTP): unknown[] => {
  // @ts-expect-error a constant is read-only
  steam.HTTP_METHOD_GET = 2;
  // @ts-expect-error a signal cannot be replaced
  steam.http_request_completed = Steam.http_request_completed;
  // @ts-expect-error 8 is no method
  steam.createHTTPRequest(8, 'http://example.com/');
  // @ts-expect-error a url is a text
  steam.createHTTPRequest(Steam.HTTP_METHOD_GET, new URL('http://example.com/'));
  // @ts-expect-error the size is a number
  steam.http_request_completed.connect((_handle, _context, _success, _status, size: string) => size);
  // @ts-expect-error the headers signal has two arguments
  steam.http_request_headers_received.connect((_handle, _context, offset: number) => offset);
  // @ts-expect-error there is no such option
  steam.configureHTTP({ maxConnection: 1 });
  // @ts-expect-error a number of connections is a number
  steam.configureHTTP({ maxConnections: '1' });
  return [
    // @ts-expect-error there is no such method
    Steam.HTTP_METHOD_TRACE,
    // @ts-expect-error signals are emitted by the library alone
    steam.http_request_completed.emit,
    // @ts-expect-error a hop does not change
    (steam.getHTTPRequestHops(1)[0]!.status = 200),
    // @ts-expect-error the error may be null
    steam.getHTTPRequestError(1).code,
  ];
};

it('is checked by the compiler', () => {
  assert.equal(typeof neverCalled, 'function');
});
