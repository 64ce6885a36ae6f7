/** The constants of HTTPClient against the list of the class document. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  httpClientConstants,
  Method,
  methodNames,
  ResponseCode,
  Status,
  statusName,
} from '#src/godot/http-client-constants.js';

type List = readonly (readonly [string, number])[];

const documentedMethods: List = [
  ['METHOD_GET', 0],
  ['METHOD_HEAD', 1],
  ['METHOD_POST', 2],
  ['METHOD_PUT', 3],
  ['METHOD_DELETE', 4],
  ['METHOD_OPTIONS', 5],
  ['METHOD_TRACE', 6],
  ['METHOD_CONNECT', 7],
  ['METHOD_PATCH', 8],
  ['METHOD_MAX', 9],
];

const documentedStatuses: List = [
  ['STATUS_DISCONNECTED', 0],
  ['STATUS_RESOLVING', 1],
  ['STATUS_CANT_RESOLVE', 2],
  ['STATUS_CONNECTING', 3],
  ['STATUS_CANT_CONNECT', 4],
  ['STATUS_CONNECTED', 5],
  ['STATUS_REQUESTING', 6],
  ['STATUS_BODY', 7],
  ['STATUS_CONNECTION_ERROR', 8],
  ['STATUS_TLS_HANDSHAKE_ERROR', 9],
];

const documentedResponseCodes: List = [
  ['RESPONSE_CONTINUE', 100],
  ['RESPONSE_SWITCHING_PROTOCOLS', 101],
  ['RESPONSE_PROCESSING', 102],
  ['RESPONSE_OK', 200],
  ['RESPONSE_CREATED', 201],
  ['RESPONSE_ACCEPTED', 202],
  ['RESPONSE_NON_AUTHORITATIVE_INFORMATION', 203],
  ['RESPONSE_NO_CONTENT', 204],
  ['RESPONSE_RESET_CONTENT', 205],
  ['RESPONSE_PARTIAL_CONTENT', 206],
  ['RESPONSE_MULTI_STATUS', 207],
  ['RESPONSE_ALREADY_REPORTED', 208],
  ['RESPONSE_IM_USED', 226],
  ['RESPONSE_MULTIPLE_CHOICES', 300],
  ['RESPONSE_MOVED_PERMANENTLY', 301],
  ['RESPONSE_FOUND', 302],
  ['RESPONSE_SEE_OTHER', 303],
  ['RESPONSE_NOT_MODIFIED', 304],
  ['RESPONSE_USE_PROXY', 305],
  ['RESPONSE_SWITCH_PROXY', 306],
  ['RESPONSE_TEMPORARY_REDIRECT', 307],
  ['RESPONSE_PERMANENT_REDIRECT', 308],
  ['RESPONSE_BAD_REQUEST', 400],
  ['RESPONSE_UNAUTHORIZED', 401],
  ['RESPONSE_PAYMENT_REQUIRED', 402],
  ['RESPONSE_FORBIDDEN', 403],
  ['RESPONSE_NOT_FOUND', 404],
  ['RESPONSE_METHOD_NOT_ALLOWED', 405],
  ['RESPONSE_NOT_ACCEPTABLE', 406],
  ['RESPONSE_PROXY_AUTHENTICATION_REQUIRED', 407],
  ['RESPONSE_REQUEST_TIMEOUT', 408],
  ['RESPONSE_CONFLICT', 409],
  ['RESPONSE_GONE', 410],
  ['RESPONSE_LENGTH_REQUIRED', 411],
  ['RESPONSE_PRECONDITION_FAILED', 412],
  ['RESPONSE_REQUEST_ENTITY_TOO_LARGE', 413],
  ['RESPONSE_REQUEST_URI_TOO_LONG', 414],
  ['RESPONSE_UNSUPPORTED_MEDIA_TYPE', 415],
  ['RESPONSE_REQUESTED_RANGE_NOT_SATISFIABLE', 416],
  ['RESPONSE_EXPECTATION_FAILED', 417],
  ['RESPONSE_IM_A_TEAPOT', 418],
  ['RESPONSE_MISDIRECTED_REQUEST', 421],
  ['RESPONSE_UNPROCESSABLE_ENTITY', 422],
  ['RESPONSE_LOCKED', 423],
  ['RESPONSE_FAILED_DEPENDENCY', 424],
  ['RESPONSE_UPGRADE_REQUIRED', 426],
  ['RESPONSE_PRECONDITION_REQUIRED', 428],
  ['RESPONSE_TOO_MANY_REQUESTS', 429],
  ['RESPONSE_REQUEST_HEADER_FIELDS_TOO_LARGE', 431],
  ['RESPONSE_UNAVAILABLE_FOR_LEGAL_REASONS', 451],
  ['RESPONSE_INTERNAL_SERVER_ERROR', 500],
  ['RESPONSE_NOT_IMPLEMENTED', 501],
  ['RESPONSE_BAD_GATEWAY', 502],
  ['RESPONSE_SERVICE_UNAVAILABLE', 503],
  ['RESPONSE_GATEWAY_TIMEOUT', 504],
  ['RESPONSE_HTTP_VERSION_NOT_SUPPORTED', 505],
  ['RESPONSE_VARIANT_ALSO_NEGOTIATES', 506],
  ['RESPONSE_INSUFFICIENT_STORAGE', 507],
  ['RESPONSE_LOOP_DETECTED', 508],
  ['RESPONSE_NOT_EXTENDED', 510],
  ['RESPONSE_NETWORK_AUTH_REQUIRED', 511],
];

describe('the constants of HTTPClient', () => {
  it('has every method of the document, in order', () => {
    assert.deepEqual(Object.entries(Method), documentedMethods);
  });

  it('has every status of the document, in order', () => {
    assert.deepEqual(Object.entries(Status), documentedStatuses);
  });

  it('has every response code of the document, in order', () => {
    assert.deepEqual(Object.entries(ResponseCode), documentedResponseCodes);
  });

  it('has all of them in one object', () => {
    const all = [...documentedMethods, ...documentedStatuses, ...documentedResponseCodes];
    assert.deepEqual(Object.entries(httpClientConstants), all);
  });

  it('cannot be changed', () => {
    for (const list of [Method, Status, ResponseCode, httpClientConstants, methodNames]) {
      assert.ok(Object.isFrozen(list));
    }
  });
});

describe('names', () => {
  it('gives each method its word on the wire, by its number', () => {
    const words = documentedMethods.slice(0, -1).map(([name]) => name.replace('METHOD_', ''));
    assert.deepEqual(methodNames, words);
    assert.equal(methodNames[Method.METHOD_MAX], undefined);
  });

  it('gives each status its name', () => {
    for (const [name, number] of documentedStatuses) assert.equal(statusName(number), name);
  });

  it('says that it does not know a status', () => {
    assert.equal(statusName(10), 'UNKNOWN_STATUS_10');
    assert.equal(statusName(-1), 'UNKNOWN_STATUS_-1');
  });
});
