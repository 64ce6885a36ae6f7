/** What a program sets before it sends a request, row by row of the table: the true side, the false side, what is sent. */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { SteamHTTP, version, type HTTPMethod } from '#src/steam/index.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { makeSteam, type FarEnd, type SentRequest } from './far-end.js';

const url = 'http://example.com/';
const { HTTP_METHOD_GET, HTTP_METHOD_HEAD, HTTP_METHOD_POST, HTTP_METHOD_PUT } = SteamHTTP;
const { HTTP_METHOD_DELETE, HTTP_METHOD_OPTIONS, HTTP_METHOD_PATCH } = SteamHTTP;

let steam: SteamHTTP;
let far: FarEnd;

beforeEach(() => {
  ({ steam, far } = makeSteam());
});
after(() => {
  replaceLinkSource(null);
});

/** Makes, sets up and sends a request; gives what was sent. */
function sent(method: HTTPMethod, setUp: (handle: number) => void = () => undefined, where = url): SentRequest {
  const handle = steam.createHTTPRequest(method, where);
  setUp(handle);
  assert.equal(steam.sendHTTPRequest(handle), true);
  return far.sent();
}

/** All functions that set something, each with arguments that are right. */
const setters: Readonly<Record<string, (handle: number) => boolean>> = {
  setHTTPRequestContextValue: (handle) => steam.setHTTPRequestContextValue(handle, 1),
  setHTTPRequestNetworkActivityTimeout: (handle) => steam.setHTTPRequestNetworkActivityTimeout(handle, 1),
  setHTTPRequestAbsoluteTimeoutMS: (handle) => steam.setHTTPRequestAbsoluteTimeoutMS(handle, 1),
  setHTTPRequestHeaderValue: (handle) => steam.setHTTPRequestHeaderValue(handle, 'A', 'b'),
  setHTTPRequestUserAgentInfo: (handle) => steam.setHTTPRequestUserAgentInfo(handle, 'a'),
  setHTTPRequestGetOrPostParameter: (handle) => steam.setHTTPRequestGetOrPostParameter(handle, 'a', 'b'),
  setHTTPRequestRawPostBody: (handle) => steam.setHTTPRequestRawPostBody(handle, 'a/b', 'c'),
  setHTTPRequestRequiresVerifiedCertificate: (handle) => steam.setHTTPRequestRequiresVerifiedCertificate(handle, true),
  setHTTPRequestRecordsHops: (handle) => steam.setHTTPRequestRecordsHops(handle, true),
  sendHTTPRequest: (handle) => steam.sendHTTPRequest(handle),
  sendHTTPRequestAndStreamResponse: (handle) => steam.sendHTTPRequestAndStreamResponse(handle),
};

const badHandles = [0, -1, 1.5, NaN, Infinity, 2 ** 32, 999];

describe('every function that sets something', () => {
  for (const [name, call] of Object.entries(setters)) {
    it(`${name} answers true for a new request and false for a bad handle and for one that was sent`, () => {
      assert.equal(call(steam.createHTTPRequest(HTTP_METHOD_POST, url)), true);
      for (const handle of badHandles) assert.equal(call(handle), false, `handle ${handle}`);
      for (const send of [steam.sendHTTPRequest, steam.sendHTTPRequestAndStreamResponse]) {
        const handle = steam.createHTTPRequest(HTTP_METHOD_POST, url);
        send.call(steam, handle);
        assert.equal(call(handle), false);
        far.complete(handle);
        steam.run_callbacks();
        assert.equal(call(handle), false, 'completed');
        steam.releaseHTTPRequest(handle);
        assert.equal(call(handle), false, 'released');
      }
    });

    it(`${name} throws for a handle that is no number`, () => {
      for (const handle of ['1', null, undefined, 1n, {}, true]) {
        const message = new TypeError(`Steam.${name}: request_handle must be a number`);
        assert.throws(() => call(handle as number), message);
      }
    });
  }

  it('throws for other arguments of a wrong type, whatever the handle', () => {
    const wrong = (value: unknown): never => value as never;
    const cases: readonly (readonly [() => unknown, string])[] = [
      [() => steam.createHTTPRequest(wrong('GET'), url), 'createHTTPRequest: request_method must be a number'],
      [() => steam.createHTTPRequest(1, wrong(new URL(url))), 'createHTTPRequest: absolute_url must be a string'],
      [
        () => steam.setHTTPRequestContextValue(9, wrong('1')),
        'setHTTPRequestContextValue: context_value must be a number or a bigint',
      ],
      [
        () => steam.setHTTPRequestNetworkActivityTimeout(9, wrong('1')),
        'setHTTPRequestNetworkActivityTimeout: timeout_seconds must be a number',
      ],
      [
        () => steam.setHTTPRequestAbsoluteTimeoutMS(9, wrong(1n)),
        'setHTTPRequestAbsoluteTimeoutMS: milliseconds must be a number',
      ],
      [
        () => steam.setHTTPRequestHeaderValue(9, wrong(1), 'a'),
        'setHTTPRequestHeaderValue: header_name must be a string',
      ],
      [
        () => steam.setHTTPRequestHeaderValue(9, 'a', wrong(null)),
        'setHTTPRequestHeaderValue: header_value must be a string',
      ],
      [
        () => steam.setHTTPRequestUserAgentInfo(9, wrong(undefined)),
        'setHTTPRequestUserAgentInfo: user_agent_info must be a string or null',
      ],
      [
        () => steam.setHTTPRequestGetOrPostParameter(9, wrong(1), 'a'),
        'setHTTPRequestGetOrPostParameter: name must be a string',
      ],
      [
        () => steam.setHTTPRequestGetOrPostParameter(9, 'a', wrong(1)),
        'setHTTPRequestGetOrPostParameter: value must be a string',
      ],
      [
        () => steam.setHTTPRequestRawPostBody(9, wrong(null), 'a'),
        'setHTTPRequestRawPostBody: content_type must be a string',
      ],
      [
        () => steam.setHTTPRequestRawPostBody(9, 'a/b', wrong([1])),
        'setHTTPRequestRawPostBody: body must be a string, a Uint8Array or an ArrayBuffer',
      ],
      [
        () => steam.setHTTPRequestRawPostBody(9, 'a/b', 'c', wrong(1)),
        'setHTTPRequestRawPostBody: moves_body must be true or false',
      ],
      [
        () => steam.setHTTPRequestRequiresVerifiedCertificate(9, wrong(1)),
        'setHTTPRequestRequiresVerifiedCertificate: require_verified_certificate must be true or false',
      ],
      [
        () => steam.setHTTPRequestRecordsHops(9, wrong(1)),
        'setHTTPRequestRecordsHops: records_hops must be true or false',
      ],
    ];
    for (const [call, message] of cases) assert.throws(call, new TypeError(`Steam.${message}`));
  });
});

describe('createHTTPRequest', () => {
  it('gives a new handle for every method of the document', () => {
    const methods = [HTTP_METHOD_GET, HTTP_METHOD_HEAD, HTTP_METHOD_POST, HTTP_METHOD_PUT, HTTP_METHOD_DELETE];
    const handles = [...methods, HTTP_METHOD_OPTIONS, HTTP_METHOD_PATCH].map((method) =>
      steam.createHTTPRequest(method, url),
    );
    assert.equal(new Set(handles).size, 7);
    assert.ok(handles.every((handle) => Number.isInteger(handle) && handle > 0 && handle < 2 ** 32));
    for (const handle of handles) steam.sendHTTPRequest(handle);
    assert.deepEqual(
      far.allSent().map(({ method }) => method),
      ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'],
    );
  });

  it('gives 0 for a method that is none', () => {
    for (const method of [SteamHTTP.HTTP_METHOD_INVALID, 8, -1, 1.5, NaN, Infinity]) {
      assert.equal(steam.createHTTPRequest(method as HTTPMethod, url), 0, String(method));
    }
  });

  it('gives 0 for a url that is none', () => {
    for (const text of ['', 'example.com', 'ftp://example.com/', ' http://example.com/', 'http://exa mple/']) {
      assert.equal(steam.createHTTPRequest(HTTP_METHOD_GET, text), 0, text);
    }
  });

  it('starts nothing', () => {
    steam.createHTTPRequest(HTTP_METHOD_GET, url);
    steam.run_callbacks();
    assert.deepEqual(far.commands(), []);
  });
});

describe('a request without anything set', () => {
  it('is sent with the default headers, timeouts and verification', () => {
    const request = sent(HTTP_METHOD_GET);
    assert.deepEqual(request, {
      handle: request.handle,
      slot: 0,
      method: 'GET',
      url,
      headers: [`User-Agent: tickwire/${version}`, 'Accept: */*'],
      body: null,
      streaming: false,
      verify: true,
      hasHost: false,
      hasAcceptEncoding: false,
      activityTimeout: 60_000,
      absoluteTimeout: 0,
    });
  });

  it('says when it is to be streamed', () => {
    const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
    assert.equal(steam.sendHTTPRequestAndStreamResponse(handle), true);
    assert.equal(far.sent().streaming, true);
  });

  it('sends the credentials of its url as Authorization, and the url without them', () => {
    const { url: where, headers } = sent(HTTP_METHOD_GET, undefined, 'http://me:secret@example.com/#part');
    assert.equal(where, url);
    assert.deepEqual(headers.slice(2), ['Authorization: Basic bWU6c2VjcmV0']);
  });
});

describe('setHTTPRequestContextValue', () => {
  it('takes integers up to 2^53 and bigints up to 2^64 - 1', () => {
    const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
    for (const value of [0, 1, 2 ** 53, 0n, 2n ** 64n - 1n]) {
      assert.equal(steam.setHTTPRequestContextValue(handle, value), true, String(value));
    }
    for (const value of [-1, 1.5, NaN, Infinity, 2 ** 53 + 2, -1n, 2n ** 64n]) {
      assert.equal(steam.setHTTPRequestContextValue(handle, value), false, String(value));
    }
  });
});

describe('the timeouts', () => {
  it('are sent in milliseconds', () => {
    const { activityTimeout, absoluteTimeout } = sent(HTTP_METHOD_GET, (handle) => {
      assert.equal(steam.setHTTPRequestNetworkActivityTimeout(handle, 5), true);
      assert.equal(steam.setHTTPRequestAbsoluteTimeoutMS(handle, 250), true);
    });
    assert.deepEqual([activityTimeout, absoluteTimeout], [5000, 250]);
  });

  it('may be any uint32, 0 for none', () => {
    const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
    for (const value of [0, 2 ** 32 - 1]) {
      assert.equal(steam.setHTTPRequestNetworkActivityTimeout(handle, value), true);
      assert.equal(steam.setHTTPRequestAbsoluteTimeoutMS(handle, value), true);
    }
    for (const value of [-1, 1.5, NaN, Infinity, 2 ** 32]) {
      assert.equal(steam.setHTTPRequestNetworkActivityTimeout(handle, value), false);
      assert.equal(steam.setHTTPRequestAbsoluteTimeoutMS(handle, value), false);
    }
  });
});

describe('setHTTPRequestHeaderValue', () => {
  const set = (name: string, value: string): boolean =>
    steam.setHTTPRequestHeaderValue(steam.createHTTPRequest(HTTP_METHOD_GET, url), name, value);

  it('refuses what is not a program’s to set, in any case', () => {
    for (const name of ['User-Agent', 'USER-AGENT', 'Content-Length', 'transfer-encoding', 'Connection']) {
      assert.equal(set(name, 'a'), false, name);
    }
  });

  it('refuses names that are no token and values that would break the request', () => {
    for (const name of ['', 'a b', 'a:', 'ä', 'a\n', '(a)', ' a']) assert.equal(set(name, 'a'), false, name);
    for (const value of ['a\r\nb', 'a\n', '\r', 'a\0b']) assert.equal(set('a', value), false, value);
  });

  it('takes empty values and text beyond ASCII', () => {
    assert.equal(set('a', ''), true);
    assert.equal(set('a', 'zoë €'), true);
  });

  it('replaces an earlier value in any case, in its place', () => {
    const { headers } = sent(HTTP_METHOD_GET, (handle) => {
      steam.setHTTPRequestHeaderValue(handle, 'X-One', '1');
      steam.setHTTPRequestHeaderValue(handle, 'X-Two', '2');
      steam.setHTTPRequestHeaderValue(handle, 'x-one', '3');
    });
    assert.deepEqual(headers.slice(2), ['x-one: 3', 'X-Two: 2']);
  });

  it('wins over the defaults', () => {
    const { headers, hasHost, hasAcceptEncoding } = sent(
      HTTP_METHOD_GET,
      (handle) => {
        steam.setHTTPRequestHeaderValue(handle, 'accept', 'text/html');
        steam.setHTTPRequestHeaderValue(handle, 'HOST', 'other');
        steam.setHTTPRequestHeaderValue(handle, 'Accept-Encoding', 'identity');
        steam.setHTTPRequestHeaderValue(handle, 'authorization', 'Bearer x');
      },
      'http://me@example.com/',
    );
    assert.deepEqual(headers.slice(1), [
      'accept: text/html',
      'HOST: other',
      'Accept-Encoding: identity',
      'authorization: Bearer x',
    ]);
    assert.ok(hasHost && hasAcceptEncoding);
  });
});

describe('setHTTPRequestUserAgentInfo', () => {
  const agent = (...infos: (string | null)[]): string | undefined =>
    sent(HTTP_METHOD_GET, (handle) => {
      for (const info of infos) assert.equal(steam.setHTTPRequestUserAgentInfo(handle, info), true);
    }).headers[0];

  it('adds the text to the default after a blank', () => {
    assert.equal(agent('MyGame/1.0'), `User-Agent: tickwire/${version} MyGame/1.0`);
    assert.equal(agent('one', 'two'), `User-Agent: tickwire/${version} two`);
  });

  it('goes back to the default for an empty text and null', () => {
    assert.equal(agent('a', ''), `User-Agent: tickwire/${version}`);
    assert.equal(agent('a', null), `User-Agent: tickwire/${version}`);
  });

  it('refuses control characters', () => {
    const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
    for (const info of ['a\r\nb', '\0', 'a\tb', '\x7f']) {
      assert.equal(steam.setHTTPRequestUserAgentInfo(handle, info), false);
    }
  });
});

describe('setHTTPRequestGetOrPostParameter', () => {
  const set =
    (...pairs: [string, string][]) =>
    (handle: number): void => {
      for (const [name, value] of pairs) {
        assert.equal(steam.setHTTPRequestGetOrPostParameter(handle, name, value), true);
      }
    };

  it('puts parameters of GET and HEAD into the query, in the order of first setting', () => {
    for (const method of [HTTP_METHOD_GET, HTTP_METHOD_HEAD]) {
      const request = sent(method, set(['b', '1'], ['a b', 'ü'], ['b', '2']));
      assert.equal(request.url, `${url}?b=2&a%20b=%C3%BC`);
      assert.equal(request.body, null);
    }
  });

  it('puts them after a query that the url has', () => {
    assert.equal(sent(HTTP_METHOD_GET, set(['b', '1']), `${url}?a=0#part`).url, `${url}?a=0&b=1`);
  });

  it('puts parameters of POST into a form', () => {
    const request = sent(HTTP_METHOD_POST, set(['a b', 'c d'], ['e', '']), `${url}?q`);
    assert.equal(request.url, `${url}?q`);
    assert.equal(request.body, 'a%20b=c%20d&e=');
    assert.deepEqual(request.headers.slice(2), ['Content-Type: application/x-www-form-urlencoded']);
  });

  it('leaves a Content-Type that the program set', () => {
    const { headers } = sent(HTTP_METHOD_POST, (handle) => {
      set(['a', 'b'])(handle);
      steam.setHTTPRequestHeaderValue(handle, 'content-type', 'my/form');
    });
    assert.deepEqual(headers.slice(2), ['content-type: my/form']);
  });

  it('refuses other methods, an empty name, and a request with a raw body', () => {
    for (const method of [HTTP_METHOD_PUT, HTTP_METHOD_DELETE, HTTP_METHOD_OPTIONS, HTTP_METHOD_PATCH]) {
      const handle = steam.createHTTPRequest(method, url);
      assert.equal(steam.setHTTPRequestGetOrPostParameter(handle, 'a', 'b'), false, String(method));
    }
    const handle = steam.createHTTPRequest(HTTP_METHOD_POST, url);
    assert.equal(steam.setHTTPRequestGetOrPostParameter(handle, '', 'b'), false);
    assert.equal(steam.setHTTPRequestRawPostBody(handle, 'a/b', ''), true);
    assert.equal(steam.setHTTPRequestGetOrPostParameter(handle, 'a', 'b'), false);
  });
});

describe('setHTTPRequestRawPostBody', () => {
  const bodyOf = (body: string | Uint8Array | ArrayBuffer): SentRequest =>
    sent(HTTP_METHOD_POST, (handle) => {
      assert.equal(steam.setHTTPRequestRawPostBody(handle, 'text/plain', body), true);
    });

  it('takes text as UTF-8, bytes and buffers', () => {
    assert.equal(bodyOf('zoë').body, 'zoë');
    assert.equal(bodyOf('').body, '');
    assert.equal(bodyOf(new Uint8Array([0, 65, 66, 67]).subarray(1)).body, 'ABC');
    assert.equal(bodyOf(new Uint8Array([65, 66]).buffer).body, 'AB');
    const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(65);
    assert.equal(bodyOf(shared).body, 'AA');
  });

  it('is taken over at once, and leaves the program’s own bytes alone', () => {
    const bytes = new Uint8Array([65, 66]);
    const { body } = sent(HTTP_METHOD_PUT, (handle) => {
      steam.setHTTPRequestRawPostBody(handle, 'a/b', bytes);
      bytes.fill(90);
    });
    assert.equal(body, 'AB');
    assert.deepEqual([...bytes], [90, 90]);
  });

  it('is moved when the program says so, if it has its memory to itself', () => {
    const bytes = new Uint8Array([65, 66]);
    const { buffer } = new Uint8Array([67, 68]);
    const part = new Uint8Array([65, 66, 67]).subarray(1);
    const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(65);
    for (const [body, text, left] of [
      [bytes, 'AB', 0],
      [buffer, 'CD', 0],
      [part, 'BC', 2],
      [shared, 'AA', 2],
      ['EF', 'EF', null],
    ] as const) {
      const request = sent(HTTP_METHOD_PUT, (handle) => {
        assert.equal(steam.setHTTPRequestRawPostBody(handle, 'a/b', body, true), true);
      });
      assert.equal(request.body, text);
      if (typeof body !== 'string') assert.equal(body.byteLength, left);
    }
  });

  it('is not moved by a call that is refused', () => {
    const bytes = new Uint8Array([65, 66]);
    const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
    assert.equal(steam.setHTTPRequestRawPostBody(handle, 'a/b', bytes, true), false);
    assert.equal(bytes.length, 2);
  });

  it('has its type win over a Content-Type that the program set', () => {
    const { headers } = sent(HTTP_METHOD_PATCH, (handle) => {
      steam.setHTTPRequestHeaderValue(handle, 'CONTENT-type', 'a/b');
      steam.setHTTPRequestRawPostBody(handle, 'c/d', 'x');
    });
    assert.deepEqual(headers.slice(2), ['Content-Type: c/d']);
  });

  it('adds no type when that is empty', () => {
    const { headers } = sent(HTTP_METHOD_POST, (handle) => {
      steam.setHTTPRequestHeaderValue(handle, 'Content-Type', 'a/b');
      steam.setHTTPRequestRawPostBody(handle, '', 'x');
    });
    assert.deepEqual(headers.slice(2), ['Content-Type: a/b']);
  });

  it('refuses other methods, a second body, a request with parameters, and a type that would break the request', () => {
    for (const method of [HTTP_METHOD_GET, HTTP_METHOD_HEAD, HTTP_METHOD_DELETE, HTTP_METHOD_OPTIONS]) {
      const handle = steam.createHTTPRequest(method, url);
      assert.equal(steam.setHTTPRequestRawPostBody(handle, 'a/b', 'c'), false, String(method));
    }
    const second = steam.createHTTPRequest(HTTP_METHOD_POST, url);
    assert.equal(steam.setHTTPRequestRawPostBody(second, 'a\r\nb', ''), false);
    assert.equal(steam.setHTTPRequestRawPostBody(second, 'a/b', ''), true);
    assert.equal(steam.setHTTPRequestRawPostBody(second, 'a/b', 'c'), false);
    const form = steam.createHTTPRequest(HTTP_METHOD_POST, url);
    steam.setHTTPRequestGetOrPostParameter(form, 'a', 'b');
    assert.equal(steam.setHTTPRequestRawPostBody(form, 'a/b', 'c'), false);
  });
});

describe('setHTTPRequestRequiresVerifiedCertificate', () => {
  it('turns verification off and on again', () => {
    const verify = (...values: boolean[]): boolean =>
      sent(HTTP_METHOD_GET, (handle) => {
        for (const value of values) steam.setHTTPRequestRequiresVerifiedCertificate(handle, value);
      }).verify;
    assert.equal(verify(false), false);
    assert.equal(verify(false, true), true);
  });
});
