/** The constants of Steam's HTTP interface against the lists of the document. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { methodWords } from '#src/steam/constants.js';
import { HTTPMethod, HTTPStatusCode, Steam, SteamHTTP } from '#src/steam/index.js';

type List = readonly (readonly [string, number])[];

const documentedMethods: List = [
  ['HTTP_METHOD_INVALID', 0],
  ['HTTP_METHOD_GET', 1],
  ['HTTP_METHOD_HEAD', 2],
  ['HTTP_METHOD_POST', 3],
  ['HTTP_METHOD_PUT', 4],
  ['HTTP_METHOD_DELETE', 5],
  ['HTTP_METHOD_OPTIONS', 6],
  ['HTTP_METHOD_PATCH', 7],
];

const documentedStatusCodes: List = [
  ['HTTP_STATUS_CODE_INVALID', 0],
  ['HTTP_STATUS_CODE_100_CONTINUE', 100],
  ['HTTP_STATUS_CODE_101_SWITCHING_PROTOCOLS', 101],
  ['HTTP_STATUS_CODE_200_OK', 200],
  ['HTTP_STATUS_CODE_201_CREATED', 201],
  ['HTTP_STATUS_CODE_202_ACCEPTED', 202],
  ['HTTP_STATUS_CODE_203_NON_AUTHORITATIVE', 203],
  ['HTTP_STATUS_CODE_204_NO_CONTENT', 204],
  ['HTTP_STATUS_CODE_205_RESET_CONTENT', 205],
  ['HTTP_STATUS_CODE_206_PARTIAL_CONTENT', 206],
  ['HTTP_STATUS_CODE_300_MULTIPLE_CHOICES', 300],
  ['HTTP_STATUS_CODE_301_MOVED_PERMANENTLY', 301],
  ['HTTP_STATUS_CODE_302_FOUND', 302],
  ['HTTP_STATUS_CODE_303_SEE_OTHER', 303],
  ['HTTP_STATUS_CODE_304_NOT_MODIFIED', 304],
  ['HTTP_STATUS_CODE_305_USE_PROXY', 305],
  ['HTTP_STATUS_CODE_307_TEMPORARY_REDIRECT', 307],
  ['HTTP_STATUS_CODE_400_BAD_REQUEST', 400],
  ['HTTP_STATUS_CODE_401_UNAUTHORIZED', 401],
  ['HTTP_STATUS_CODE_402_PAYMENT_REQUIRED', 402],
  ['HTTP_STATUS_CODE_403_FORBIDDEN', 403],
  ['HTTP_STATUS_CODE_404_NOT_FOUND', 404],
  ['HTTP_STATUS_CODE_405_METHOD_NOT_ALLOWED', 405],
  ['HTTP_STATUS_CODE_406_NOT_ACCEPTABLE', 406],
  ['HTTP_STATUS_CODE_407_PROXY_AUTH_REQUIRED', 407],
  ['HTTP_STATUS_CODE_408_REQUEST_TIMEOUT', 408],
  ['HTTP_STATUS_CODE_409_CONFLICT', 409],
  ['HTTP_STATUS_CODE_410_GONE', 410],
  ['HTTP_STATUS_CODE_411_LENGTH_REQUIRED', 411],
  ['HTTP_STATUS_CODE_412_PRECONDITION_FAILED', 412],
  ['HTTP_STATUS_CODE_413_REQUEST_ENTITY_TOO_LARGE', 413],
  ['HTTP_STATUS_CODE_414_REQUEST_URI_TOO_LONG', 414],
  ['HTTP_STATUS_CODE_415_UNSUPPORTED_MEDIA_TYPE', 415],
  ['HTTP_STATUS_CODE_416_REQUESTED_RANGE_NOT_SATISFIABLE', 416],
  ['HTTP_STATUS_CODE_417_EXPECTATION_FAILED', 417],
  ['HTTP_STATUS_CODE_4XX_UNKNOWN', 418],
  ['HTTP_STATUS_CODE_429_TOO_MANY_REQUESTS', 429],
  ['HTTP_STATUS_CODE_500_INTERNAL_SERVER_ERROR', 500],
  ['HTTP_STATUS_CODE_501_NOT_IMPLEMENTED', 501],
  ['HTTP_STATUS_CODE_502_BAD_GATEWAY', 502],
  ['HTTP_STATUS_CODE_503_SERVICE_UNAVAILABLE', 503],
  ['HTTP_STATUS_CODE_504_GATEWAY_TIMEOUT', 504],
  ['HTTP_STATUS_CODE_505_HTTP_VERSION_NOT_SUPPORTED', 505],
  ['HTTP_STATUS_CODE_5XX_UNKNOWN', 599],
];

describe('the constants of Steam', () => {
  it('has every method of the document, in order', () => {
    assert.deepEqual(Object.entries(HTTPMethod), documentedMethods);
  });

  it('has every status code of the document, in order', () => {
    assert.deepEqual(Object.entries(HTTPStatusCode), documentedStatusCodes);
  });

  it('carries all of them on Steam, on the class and on every instance', () => {
    const other = new SteamHTTP();
    for (const carrier of [Steam, SteamHTTP, other] as unknown as readonly Record<string, unknown>[]) {
      for (const [name, number] of [...documentedMethods, ...documentedStatusCodes]) {
        assert.equal(carrier[name], number, name);
      }
    }
  });

  it('is frozen', () => {
    assert.ok(Object.isFrozen(HTTPMethod));
    assert.ok(Object.isFrozen(HTTPStatusCode));
  });

  it('gives each method its word on the wire', () => {
    const words = documentedMethods.slice(1).map(([name]) => name.replace('HTTP_METHOD_', ''));
    assert.deepEqual(methodWords.slice(1), words);
    assert.equal(methodWords[HTTPMethod.HTTP_METHOD_INVALID], undefined);
  });
});
