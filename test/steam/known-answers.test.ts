/** Answers that the I/O side lets the caller give again: to which requests, for how long, and what ends it. */
import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, it, mock } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { lost, makeSteam, type FarEnd } from './far-end.js';

const URL = 'http://example.com/scores';
const START = Date.parse('2030-01-01T00:00:00Z');
const MINUTE = 60_000;
const { HTTP_METHOD_GET, HTTP_METHOD_HEAD, HTTP_METHOD_POST, HTTP_METHOD_OPTIONS } = SteamHTTP;

let steam: SteamHTTP;
let far: FarEnd;

beforeEach(() => {
  mock.timers.enable({ apis: ['Date'], now: START });
  ({ steam, far } = makeSteam());
});
afterEach(() => {
  steam.close();
  mock.timers.reset();
});
after(() => {
  replaceLinkSource(null);
});

interface Wish {
  readonly url?: string;
  readonly method?: 1 | 2 | 3 | 6;
  readonly prepare?: (handle: number) => void;
  readonly streaming?: boolean;
}

function send({ url = URL, method = HTTP_METHOD_GET, prepare, streaming = false }: Wish = {}): number {
  const handle = steam.createHTTPRequest(method, url);
  prepare?.(handle);
  assert.equal(streaming ? steam.sendHTTPRequestAndStreamResponse(handle) : steam.sendHTTPRequest(handle), true);
  return handle;
}

/** Has the far end answer a request from its cache, with an answer that may be given again for a minute. */
function learn(wish: Wish = {}, body = 'high', until = START + MINUTE): void {
  const handle = send(wish);
  far.complete(handle, { headers: ['ETag: "1"\r', 'Age: 5\r', ''], body, repeatableUntil: until });
  steam.run_callbacks();
}

/** Whether a request gets as far as the far end. */
function isAsked(wish: Wish = {}): boolean {
  send(wish);
  const asked = far.allSent().length;
  assert.ok(asked <= 1);
  return asked === 1;
}

function completions(): number[] {
  const handles: number[] = [];
  steam.http_request_completed.connect((handle) => handles.push(handle));
  return handles;
}

describe('an answer that is known', () => {
  it('is given again without asking, at the next run_callbacks', () => {
    learn();
    const completed = completions();
    const handle = send();
    assert.deepEqual(far.allSent(), []);
    assert.deepEqual(completed, []);
    assert.equal(steam.getHTTPResponseCacheStatus(handle), '');
    assert.equal(steam.getHTTPRequestTimings(handle), null);
    steam.run_callbacks();
    assert.deepEqual(completed, [handle]);
    assert.equal(Buffer.from(steam.getHTTPResponseBodyData(handle, 4)).toString(), 'high');
    assert.equal(steam.getHTTPResponseStatusCode(handle), 200);
    assert.equal(steam.getHTTPResponseURL(handle), URL);
  });

  it('counts as a hit that took no time and is all there', () => {
    learn();
    const handle = send();
    steam.run_callbacks();
    assert.equal(steam.getHTTPResponseCacheStatus(handle), 'hit');
    assert.equal(steam.getHTTPDownloadProgressPct(handle), 100);
    assert.equal(steam.getHTTPResponseBodySize(handle), 4);
    assert.deepEqual(steam.getHTTPRequestTimings(handle), {
      queue: 0,
      resolve: null,
      connect: null,
      tls: null,
      send: null,
      firstByte: null,
      body: null,
      total: 0,
      redirects: 0,
    });
  });

  it('says how old it has become', () => {
    learn();
    mock.timers.setTime(START + 12_999);
    const handle = send();
    steam.run_callbacks();
    assert.deepEqual(steam.getHTTPResponseHeaders(handle), ['ETag: "1"', 'Age: 17']);
  });

  it('is known until it is stale', () => {
    learn();
    mock.timers.setTime(START + MINUTE - 1);
    assert.equal(isAsked(), false);
    mock.timers.setTime(START + MINUTE);
    assert.equal(isAsked(), true);
  });

  it('is not believed when the clock was set back', () => {
    learn();
    mock.timers.setTime(START - MINUTE - 1);
    assert.equal(isAsked(), true);
  });

  it('answers many requests, each once', () => {
    learn();
    const completed = completions();
    const handles = Array.from({ length: 100 }, () => send());
    steam.run_callbacks();
    steam.run_callbacks();
    assert.deepEqual(completed, handles);
    for (const handle of handles) assert.equal(steam.releaseHTTPRequest(handle), true);
  });

  it('does not come when the request is released first', () => {
    learn();
    const completed = completions();
    steam.releaseHTTPRequest(send());
    steam.run_callbacks();
    assert.deepEqual(completed, []);
    assert.deepEqual(far.commands(), []);
  });

  it('can be moved in the queue that it is not in, and does not come after close()', () => {
    learn();
    const completed = completions();
    const handle = send();
    assert.equal(steam.prioritizeHTTPRequest(handle), true);
    steam.close();
    steam.run_callbacks();
    assert.deepEqual(completed, []);
  });

  it('reaches a request although the I/O side dies meanwhile', () => {
    learn();
    const successes: boolean[] = [];
    steam.http_request_completed.connect((_handle, _context, success) => successes.push(success));
    send();
    far.link.die({ code: 'ERR_DIED', message: 'It died.' });
    steam.run_callbacks();
    assert.deepEqual(successes, [true]);
  });

  it('does not keep run_callbacks from returning when a listener asks again each time', () => {
    learn();
    let told = 0;
    steam.http_request_completed.connect((handle) => {
      steam.releaseHTTPRequest(handle);
      if (++told < 1000) send();
    });
    send();
    steam.run_callbacks();
    assert.equal(told, 1);
    steam.run_callbacks();
    assert.equal(told, 2);
  });

  it('lets the event loop turn in a program that awaits one after the other', async () => {
    learn();
    const turn = { came: false };
    setImmediate(() => (turn.came = true));
    for (let count = 0; !turn.came; count++) {
      assert.ok(count < 1000, 'nothing else runs');
      const handle = send();
      assert.equal((await steam.whenCompleted(handle)).body_size, 4);
      steam.releaseHTTPRequest(handle);
    }
  });
});

describe('an answer is known for the same request alone:', () => {
  const others: readonly (readonly [what: string, wish: () => Wish])[] = [
    ['not for another url', () => ({ url: `${URL}?page=2` })],
    ['not for HEAD', () => ({ method: HTTP_METHOD_HEAD })],
    ['not for OPTIONS', () => ({ method: HTTP_METHOD_OPTIONS })],
    [
      'not with another header',
      () => ({ prepare: (handle) => steam.setHTTPRequestHeaderValue(handle, 'X-Level', '1') }),
    ],
    [
      'not with Authorization',
      () => ({ prepare: (handle) => steam.setHTTPRequestHeaderValue(handle, 'Authorization', 'Bearer 1') }),
    ],
    ['not with another User-Agent', () => ({ prepare: (handle) => steam.setHTTPRequestUserAgentInfo(handle, 'more') })],
    ['not when it is streamed', () => ({ streaming: true })],
    [
      'not with a cookie container',
      () => ({
        prepare: (handle) => steam.setHTTPRequestCookieContainer(handle, steam.createCookieContainer(true)),
      }),
    ],
    [
      'not without verification',
      () => ({ prepare: (handle) => steam.setHTTPRequestRequiresVerifiedCertificate(handle, false) }),
    ],
    ['not when its hops are recorded', () => ({ prepare: (handle) => steam.setHTTPRequestRecordsHops(handle, true) })],
    [
      'not with parameters',
      () => ({ prepare: (handle) => steam.setHTTPRequestGetOrPostParameter(handle, 'page', '2') }),
    ],
  ];
  for (const [what, wish] of others) {
    it(what, () => {
      learn();
      assert.equal(isAsked(wish()), true);
    });
  }

  it('not in offline mode', () => {
    learn();
    steam.setHTTPOfflineMode(true);
    assert.equal(isAsked(), true);
  });

  it('with the headers it was asked with', () => {
    const wish: Wish = { prepare: (handle) => steam.setHTTPRequestHeaderValue(handle, 'X-Level', '1') };
    learn(wish);
    assert.equal(isAsked(wish), false);
    assert.equal(isAsked(), true);
  });
});

describe('an answer is not learnt', () => {
  it('unless the I/O side says so', () => {
    learn({}, 'high', 0);
    assert.equal(isAsked(), true);
  });

  it('of a failure, or a body that is not small', () => {
    far.complete(send(), { failure: lost, repeatableUntil: START + MINUTE });
    steam.run_callbacks();
    assert.equal(isAsked(), true);
    const body = new Uint8Array(20_000);
    far.complete(send(), { headers: ['Age: 5\r', ''], body, repeatableUntil: START + MINUTE });
    steam.run_callbacks();
    assert.equal(isAsked(), true);
  });

  const events: readonly (readonly [what: string, happen: () => void])[] = [
    [
      'clearHTTPCache',
      () => {
        steam.clearHTTPCache();
      },
    ],
    [
      'configureHTTP',
      () => {
        steam.configureHTTP({ cacheSize: 1000 });
      },
    ],
    ['a POST, whatever its url', () => send({ method: HTTP_METHOD_POST, url: 'http://example.com/other' })],
  ];
  for (const [what, happen] of events) {
    it(`when its request was sent before ${what}`, () => {
      const handle = send();
      happen();
      far.complete(handle, { headers: ['Age: 5\r', ''], body: 'old', repeatableUntil: START + MINUTE });
      steam.run_callbacks();
      assert.equal(isAsked(), true);
    });

    it(`and is forgotten at ${what}`, () => {
      learn();
      happen();
      far.commands();
      assert.equal(isAsked(), true);
    });
  }

  it('between a POST and its answer, for longer than until that', () => {
    const post = send({ method: HTTP_METHOD_POST });
    learn();
    assert.equal(isAsked(), false);
    far.complete(post);
    steam.run_callbacks();
    assert.equal(isAsked(), true);
  });

  it('any more once another answer came from its url', () => {
    learn();
    const other = send({ prepare: (handle) => steam.setHTTPRequestHeaderValue(handle, 'Cache-Control', 'no-cache') });
    far.complete(other, { body: 'new' });
    steam.run_callbacks();
    assert.equal(isAsked(), true);
  });

  it('any more once a redirect led to its url', () => {
    learn();
    far.complete(send({ url: 'http://example.com/moved' }), { body: 'new', url: URL });
    steam.run_callbacks();
    assert.equal(isAsked(), true);
  });
});

describe('the answers that are known', () => {
  it('take no more than the cache may', () => {
    steam.configureHTTP({ cacheSize: 10_000 });
    const body = 'x'.repeat(4000);
    for (const url of ['http://example.com/1', 'http://example.com/2', 'http://example.com/3']) learn({ url }, body);
    assert.equal(isAsked({ url: 'http://example.com/1' }), true);
    assert.equal(isAsked({ url: 'http://example.com/3' }), false);
  });

  it('are limited: those that were learnt first go', () => {
    const body = 'x'.repeat(8000);
    const url = (number: number): string => `http://example.com/${number}`;
    for (let number = 0; number < 200; number++) learn({ url: url(number) }, body);
    const known = Array.from({ length: 200 }, (_, number) => !isAsked({ url: url(number) }));
    assert.equal(known[0], false);
    assert.equal(known[199], true);
    const count = known.filter(Boolean).length;
    assert.ok(count > 100 && count <= 131, `${count} of 8,000 bytes`);
  });
});
