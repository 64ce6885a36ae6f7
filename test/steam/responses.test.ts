/** What a program asks about a request and its response, row by row of the table: before, after, and for bad handles. */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { RequestCommand } from '#src/link/index.js';
import { lost, makeSteam, sendGet, type Answer, type FarEnd } from './far-end.js';

let steam: SteamHTTP;
let far: FarEnd;

beforeEach(() => {
  ({ steam, far } = makeSteam());
});
after(() => {
  replaceLinkSource(null);
});

const badHandles = [0, -1, 1.5, NaN, Infinity, 2 ** 32, 999];
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** A request that was completed like this. */
function completed(answer: Answer = {}, url?: string): number {
  const handle = sendGet(steam, url);
  far.complete(handle, answer);
  steam.run_callbacks();
  return handle;
}

describe('a bad handle', () => {
  const nothing: Readonly<Record<string, (handle: number) => unknown>> = {
    false: (handle) => [
      steam.deferHTTPRequest(handle),
      steam.prioritizeHTTPRequest(handle),
      steam.getHTTPRequestWasTimedOut(handle),
      steam.releaseHTTPRequest(handle),
    ],
    0: (handle) => [
      steam.getHTTPDownloadProgressPct(handle),
      steam.getHTTPUploadProgressPct(handle),
      steam.getHTTPResponseBodySize(handle),
      steam.getHTTPResponseHeaderSize(handle, 'a'),
    ],
    null: (handle) => [steam.getHTTPRequestError(handle), steam.getHTTPRequestTimings(handle)],
    '': (handle) => [
      steam.getHTTPResponseURL(handle),
      ...steam.getHTTPResponseHeaders(handle),
      ...steam.getHTTPRequestHops(handle),
      ...steam.getHTTPResponseBodyData(handle, 0),
      ...steam.getHTTPResponseHeaderValue(handle, 'a', 100),
      ...steam.getHTTPStreamingResponseBodyData(handle, 0, 0),
    ],
  };
  for (const [answer, ask] of Object.entries(nothing)) {
    it(`is answered with ${answer === '' ? 'nothing' : answer}`, () => {
      for (const handle of badHandles) {
        for (const value of ask(handle) as unknown[]) assert.equal(String(value), answer, `handle ${handle}`);
      }
    });
  }

  it('throws when it is no number', () => {
    const names = Object.getOwnPropertyNames(SteamHTTP.prototype).filter((name) =>
      /HTTP(Request|Response|.*Pct)/.test(name),
    );
    const asked = names.filter((name) => name !== 'createHTTPRequest');
    assert.ok(asked.length >= 26);
    for (const name of asked) {
      const call = (steam as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!;
      for (const handle of ['1', null, undefined, 1n]) {
        assert.throws(() => call.call(steam, handle), TypeError, name);
      }
    }
  });
});

describe('other arguments of a wrong type', () => {
  it('throw, naming the function and the argument', () => {
    const wrong = '1' as unknown as number;
    const cases: readonly (readonly [() => unknown, string])[] = [
      [() => steam.getHTTPResponseBodyData(9, wrong), 'getHTTPResponseBodyData: buffer_size must be a number'],
      [
        () => steam.getHTTPResponseHeaderValue(9, 'a', wrong),
        'getHTTPResponseHeaderValue: buffer_size must be a number',
      ],
      [
        () => steam.getHTTPResponseHeaderSize(9, 1 as unknown as string),
        'getHTTPResponseHeaderSize: header_name must be a string',
      ],
      [
        () => steam.getHTTPStreamingResponseBodyData(9, wrong, 1),
        'getHTTPStreamingResponseBodyData: offset must be a number',
      ],
      [
        () => steam.getHTTPStreamingResponseBodyData(9, 0, wrong),
        'getHTTPStreamingResponseBodyData: buffer_size must be a number',
      ],
      [
        () => {
          steam.run_callbacks(wrong);
        },
        'run_callbacks: budget_ms must be a number',
      ],
    ];
    for (const [call, message] of cases) assert.throws(call, new TypeError(`Steam.${message}`));
  });
});

describe('deferHTTPRequest and prioritizeHTTPRequest', () => {
  it('move a request that was sent', () => {
    const handle = sendGet(steam);
    far.commands();
    assert.equal(steam.prioritizeHTTPRequest(handle), true);
    assert.equal(steam.deferHTTPRequest(handle), true);
    assert.deepEqual(far.commands(), [
      [RequestCommand.MOVE, far.instance, handle, true],
      [RequestCommand.MOVE, far.instance, handle, false],
    ]);
  });

  it('answer false before it was sent, and true without effect once it is complete', () => {
    const unsent = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, 'http://example.com/');
    assert.equal(steam.prioritizeHTTPRequest(unsent), false);
    assert.equal(steam.deferHTTPRequest(unsent), false);
    const handle = completed();
    assert.equal(steam.prioritizeHTTPRequest(handle), true);
    assert.equal(steam.deferHTTPRequest(handle), true);
    assert.deepEqual(far.commands(), []);
  });
});

describe('the response headers', () => {
  const headers = ['Content-Type: text/plain', 'Set-Cookie: a=1', 'X-Text: zoë', 'set-cookie: b=2', 'X-Empty: '];

  it('are found without regard to case, as UTF-8', () => {
    const handle = completed({ headers });
    for (const name of ['Content-Type', 'content-type', 'CONTENT-TYPE']) {
      assert.equal(steam.getHTTPResponseHeaderSize(handle, name), 10);
      assert.equal(text(steam.getHTTPResponseHeaderValue(handle, name, 10)), 'text/plain');
    }
    assert.equal(steam.getHTTPResponseHeaderSize(handle, 'x-text'), 4);
    assert.equal(text(steam.getHTTPResponseHeaderValue(handle, 'x-text', 4)), 'zoë');
  });

  it('join the values of a repeated one', () => {
    const handle = completed({ headers });
    assert.equal(text(steam.getHTTPResponseHeaderValue(handle, 'Set-Cookie', 100)), 'a=1, b=2');
    assert.equal(steam.getHTTPResponseHeaderSize(handle, 'Set-Cookie'), 8);
  });

  it('give nothing for too small a size and for one that is none', () => {
    const handle = completed({ headers });
    for (const size of [0, 9, -1, 9.5, 10.5, NaN, Infinity, 2 ** 32]) {
      assert.equal(steam.getHTTPResponseHeaderValue(handle, 'content-type', size).length, 0, String(size));
    }
    assert.equal(steam.getHTTPResponseHeaderValue(handle, 'content-type', 2 ** 32 - 1).length, 10);
  });

  it('give nothing for one that is absent or empty', () => {
    const handle = completed({ headers });
    for (const name of ['X-Absent', 'X-Empty', '', 'Content', 'Content-Type:']) {
      assert.equal(steam.getHTTPResponseHeaderSize(handle, name), 0, name);
      assert.equal(steam.getHTTPResponseHeaderValue(handle, name, 100).length, 0, name);
    }
  });

  it('are listed as they came, repeated ones apart, and the list is the program’s own', () => {
    const handle = completed({ headers });
    assert.deepEqual(steam.getHTTPResponseHeaders(handle), headers);
    steam.getHTTPResponseHeaders(handle).length = 0;
    assert.deepEqual(steam.getHTTPResponseHeaders(handle), headers);
    assert.deepEqual(steam.getHTTPResponseHeaders(completed()), []);
  });

  it('are not there before the response is', () => {
    const handle = sendGet(steam);
    assert.equal(steam.getHTTPResponseHeaderSize(handle, 'a'), 0);
    assert.deepEqual(steam.getHTTPResponseHeaders(handle), []);
    assert.equal(steam.getHTTPResponseURL(handle), '');
  });

  it('are those of a failed request too, when its head came', () => {
    const handle = completed({ status: 200, headers, failure: { ...lost, code: 'TRUNCATED', phase: 'body' } });
    assert.equal(steam.getHTTPResponseHeaderSize(handle, 'content-type'), 10);
    assert.equal(completed({ status: 0, failure: lost }) > 0, true);
  });

  it('are there from the headers signal on when the request is streamed', () => {
    const handle = sendGet(steam, 'http://example.com/', true);
    far.head(handle, { headers, url: 'http://example.com/elsewhere' });
    assert.equal(steam.getHTTPResponseHeaderSize(handle, 'content-type'), 0, 'not before run_callbacks');
    let seen = 0;
    steam.http_request_headers_received.connect((request) => {
      seen = steam.getHTTPResponseHeaderSize(request, 'content-type');
    });
    steam.run_callbacks();
    assert.equal(seen, 10);
    assert.equal(steam.getHTTPResponseURL(handle), 'http://example.com/elsewhere');
  });
});

describe('the body of a request that was not streamed', () => {
  it('is given for exactly its size, as a copy', () => {
    for (const body of ['hello', new Uint8Array(Buffer.from('hello'))]) {
      const handle = completed({ body });
      assert.equal(steam.getHTTPResponseBodySize(handle), 5);
      const first = steam.getHTTPResponseBodyData(handle, 5);
      assert.equal(first.constructor, Uint8Array);
      assert.equal(first.buffer.byteLength, 5);
      first.fill(0);
      assert.equal(text(steam.getHTTPResponseBodyData(handle, 5)), 'hello');
      for (const size of [0, 4, 6, -5, NaN]) assert.equal(steam.getHTTPResponseBodyData(handle, size).length, 0);
    }
  });

  it('keeps every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const handle = completed({ body: Buffer.from(bytes).toString('latin1') });
    assert.deepEqual(steam.getHTTPResponseBodyData(handle, 256), bytes);
  });

  it('may be empty', () => {
    const handle = completed();
    assert.equal(steam.getHTTPResponseBodySize(handle), 0);
    assert.equal(steam.getHTTPResponseBodyData(handle, 0).length, 0);
  });

  it('grows in size until it is complete, and is only given then', () => {
    const handle = sendGet(steam);
    assert.equal(steam.getHTTPResponseBodySize(handle), 0);
    far.mark(handle, { DECODED: 1000 });
    assert.equal(steam.getHTTPResponseBodySize(handle), 1000);
    far.mark(handle, { DECODED: 5 });
    far.complete(handle, { body: 'hello' });
    assert.equal(steam.getHTTPResponseBodyData(handle, 5).length, 0, 'it has arrived, but was not signalled');
    steam.run_callbacks();
    assert.equal(steam.getHTTPResponseBodyData(handle, 5).length, 5);
  });

  it('is empty when the request failed', () => {
    const handle = sendGet(steam);
    far.mark(handle, { DECODED: 3 });
    far.complete(handle, { failure: { ...lost, code: 'TRUNCATED', phase: 'body' } });
    steam.run_callbacks();
    assert.equal(steam.getHTTPResponseBodySize(handle), 0);
    assert.equal(steam.getHTTPResponseBodyData(handle, 0).length, 0);
  });

  it('is not to be had with the streaming function', () => {
    const handle = completed({ body: 'hello' });
    assert.equal(steam.getHTTPStreamingResponseBodyData(handle, 0, 5).length, 0);
  });
});

describe('progress', () => {
  it('is read at the moment of the call, without run_callbacks', () => {
    const handle = sendGet(steam);
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
    far.mark(handle, { EXPECTED: 200, RECEIVED: 50 });
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 25);
    far.mark(handle, { EXPECTED: 200, RECEIVED: 200 });
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 100);
  });

  it('stays 0 while the length is not known, and after completion too', () => {
    const handle = sendGet(steam);
    far.mark(handle, { EXPECTED: -1, RECEIVED: 50 });
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
    far.complete(handle, { body: 'x'.repeat(50) });
    steam.run_callbacks();
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
  });

  it('is 100 after success if the length was known, also of an empty body', () => {
    const handle = sendGet(steam);
    far.mark(handle, { EXPECTED: 0, RECEIVED: 0 });
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
    far.complete(handle);
    steam.run_callbacks();
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 100);
  });

  it('keeps its last value when the request fails', () => {
    const handle = sendGet(steam);
    far.mark(handle, { EXPECTED: 200, RECEIVED: 50 });
    far.complete(handle, { failure: lost });
    steam.run_callbacks();
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 25);
  });

  it('is 0 for HEAD, whatever length the response declares', () => {
    const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_HEAD, 'http://example.com/');
    steam.sendHTTPRequest(handle);
    far.mark(handle, { EXPECTED: 200, RECEIVED: 0 });
    far.complete(handle);
    steam.run_callbacks();
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 0);
  });

  it('of the upload goes by the size of the request’s body', () => {
    const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_POST, 'http://example.com/');
    steam.setHTTPRequestRawPostBody(handle, 'text/plain', 'x'.repeat(80));
    assert.equal(steam.getHTTPUploadProgressPct(handle), 0);
    steam.sendHTTPRequest(handle);
    assert.equal(steam.getHTTPUploadProgressPct(handle), 0);
    far.mark(handle, { SENT: 20 });
    assert.equal(steam.getHTTPUploadProgressPct(handle), 25);
    far.mark(handle, { SENT: 80 });
    assert.equal(steam.getHTTPUploadProgressPct(handle), 100);
    const empty = sendGet(steam);
    far.mark(empty, { SENT: 0 });
    assert.equal(steam.getHTTPUploadProgressPct(empty), 0);
  });

  it('never shows the numbers of the request that had the slot before', () => {
    const first = sendGet(steam);
    far.mark(first, { EXPECTED: 100, RECEIVED: 90, DECODED: 90 });
    steam.releaseHTTPRequest(first);
    const second = sendGet(steam);
    far.commands();
    assert.equal(steam.getHTTPDownloadProgressPct(second), 0);
    assert.equal(steam.getHTTPResponseBodySize(second), 0);
    far.mark(second, { EXPECTED: 100, RECEIVED: 10 });
    assert.equal(steam.getHTTPDownloadProgressPct(second), 10);
  });
});

describe('how a request ended', () => {
  it('is not told before it did', () => {
    const handle = sendGet(steam);
    assert.equal(steam.getHTTPRequestError(handle), null);
    assert.equal(steam.getHTTPRequestTimings(handle), null);
    assert.equal(steam.getHTTPRequestWasTimedOut(handle), false);
  });

  it('is no error for a whole response, a 404 included', () => {
    const handle = completed({ status: 404 });
    assert.equal(steam.getHTTPRequestError(handle), null);
    assert.equal(steam.getHTTPRequestWasTimedOut(handle), false);
  });

  it('is told with code, phase, message and cause', () => {
    const handle = completed({ status: 0, failure: lost });
    assert.deepEqual(steam.getHTTPRequestError(handle), lost);
    assert.equal(steam.getHTTPRequestWasTimedOut(handle), false);
  });

  it('was a timeout when the error says so', () => {
    const handle = completed({ status: 0, failure: { code: 'TIMED_OUT', phase: 'connect', message: 'm' } });
    assert.equal(steam.getHTTPRequestWasTimedOut(handle), true);
  });

  it('has timings, null for what did not happen', () => {
    const handle = sendGet(steam);
    const none = { RESOLVE_TIME: NaN, CONNECT_TIME: NaN, TLS_TIME: NaN };
    const taken = { QUEUE_TIME: 1, SEND_TIME: 0, FIRST_BYTE_TIME: 2.5, BODY_TIME: 3, TOTAL_TIME: 7, REDIRECTS: 2 };
    far.mark(handle, { ...none, ...taken });
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(steam.getHTTPRequestTimings(handle), {
      queue: 1,
      resolve: null,
      connect: null,
      tls: null,
      send: 0,
      firstByte: 2.5,
      body: 3,
      total: 7,
      redirects: 2,
    });
  });

  it('has a url: the request’s own, or where a redirect led', () => {
    assert.equal(steam.getHTTPResponseURL(completed({}, 'http://me:pw@example.com/a?b#c')), 'http://example.com/a?b');
    assert.equal(steam.getHTTPResponseURL(completed({ url: 'http://example.com/b' })), 'http://example.com/b');
    assert.equal(steam.getHTTPResponseURL(completed({ status: 0, failure: lost })), '');
    const query = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, 'http://example.com/');
    steam.setHTTPRequestGetOrPostParameter(query, 'a', 'b');
    steam.sendHTTPRequest(query);
    far.complete(query);
    steam.run_callbacks();
    assert.equal(steam.getHTTPResponseURL(query), 'http://example.com/?a=b');
  });
});
