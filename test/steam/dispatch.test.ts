/** run_callbacks: when signals fire, with what, how often, and what listeners may do meanwhile. */
import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { RequestCommand } from '#src/link/index.js';
import { set_logger, SteamHTTP } from '#src/steam/index.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { lost, makeSteam, sendGet, type FarEnd } from './far-end.js';

let steam: SteamHTTP;
let far: FarEnd;
const warnings: string[] = [];

beforeEach(() => {
  ({ steam, far } = makeSteam());
  warnings.length = 0;
  set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
});
afterEach(() => {
  set_logger(null);
});
after(() => {
  replaceLinkSource(null);
});

/** The arguments of every signal, led by its name. */
function record(): unknown[][] {
  const heard: unknown[][] = [];
  steam.http_request_headers_received.connect((...args) => heard.push(['headers', ...args]));
  steam.http_request_data_received.connect((...args) => heard.push(['data', ...args]));
  steam.http_request_completed.connect((...args) => heard.push(['completed', ...args]));
  return heard;
}

describe('the completed signal', () => {
  it('fires in run_callbacks, once, with handle, context, success, status and size', () => {
    const heard = record();
    const handle = sendGet(steam);
    far.complete(handle, { status: 404, body: 'hello' });
    assert.deepEqual(heard, []);
    steam.run_callbacks();
    assert.deepEqual(heard, [['completed', handle, 0, true, 404, 5]]);
    steam.run_callbacks();
    assert.equal(heard.length, 1);
  });

  it('gives the context back as it was given', () => {
    const heard = record();
    for (const context of [0, 7, 2 ** 53, 7n, 2n ** 64n - 1n]) {
      const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, 'http://example.com/');
      steam.setHTTPRequestContextValue(handle, context);
      steam.sendHTTPRequest(handle);
      far.complete(handle);
      steam.run_callbacks();
      assert.equal(heard.at(-1)?.[2], context);
    }
  });

  it('gives the number from the wire, those that Steam uses for others included', () => {
    const heard = record();
    for (const status of [200, 299, 418, 420, 599, 999]) {
      far.complete(sendGet(steam), { status });
      steam.run_callbacks();
      assert.deepEqual(heard.at(-1)?.slice(3), [true, status, 0]);
    }
  });

  it('says 0 when no head came, and the status when the body failed', () => {
    const heard = record();
    far.complete(sendGet(steam), { status: 0, failure: lost });
    far.complete(sendGet(steam), { status: 206, body: 'hel', failure: { ...lost, code: 'TRUNCATED', phase: 'body' } });
    steam.run_callbacks();
    assert.deepEqual(
      heard.map((args) => args.slice(3)),
      [
        [false, 0, 0],
        [false, 206, 0],
      ],
    );
  });

  it('does not fire again, should the far end complete a request twice', () => {
    const heard = record();
    const handle = sendGet(steam);
    far.complete(handle);
    far.complete(handle);
    steam.run_callbacks();
    far.complete(handle);
    steam.run_callbacks();
    assert.equal(heard.length, 1);
  });

  it('fires in the order in which completions came', () => {
    const heard = record();
    const handles = Array.from({ length: 100 }, () => sendGet(steam));
    handles.reverse();
    for (const handle of handles) far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(
      heard.map(([, handle]) => handle),
      handles,
    );
  });

  it('is each instance’s own', () => {
    const other = new SteamHTTP();
    const heard = record();
    const own: number[] = [];
    other.http_request_completed.connect((handle) => own.push(handle));
    const first = sendGet(steam);
    far.commands();
    const instance = far.instance;
    const second = sendGet(other);
    far.complete(second);
    assert.notEqual(far.instance, instance);
    other.run_callbacks();
    assert.deepEqual([heard.length, own], [0, [second]]);
    far.instance = instance;
    far.post([RequestCommand.SEND as never, instance, first] as never);
    other.run_callbacks();
    assert.equal(heard.length, 0);
  });
});

describe('release', () => {
  it('of a request in flight cancels it, and nothing fires for it', () => {
    const heard = record();
    const handle = sendGet(steam);
    far.commands();
    assert.equal(steam.releaseHTTPRequest(handle), true);
    assert.equal(steam.releaseHTTPRequest(handle), false);
    assert.deepEqual(far.commands(), [[RequestCommand.CANCEL, far.instance, handle]]);
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(heard, []);
  });

  it('of a request whose completion has arrived already silences it', () => {
    const heard = record();
    const handle = sendGet(steam);
    far.complete(handle);
    far.link.drain();
    steam.releaseHTTPRequest(handle);
    steam.run_callbacks();
    assert.deepEqual(heard, []);
  });

  it('of a request that is complete or was never sent tells the far end nothing', () => {
    const handle = sendGet(steam);
    far.complete(handle);
    steam.run_callbacks();
    assert.equal(steam.releaseHTTPRequest(handle), true);
    assert.equal(steam.releaseHTTPRequest(steam.createHTTPRequest(1, 'http://example.com/')), true);
    assert.deepEqual(far.commands(), []);
  });

  it('in a listener keeps other listeners of the same signal hearing of it', () => {
    const order: string[] = [];
    steam.http_request_completed.connect((handle) => {
      order.push(`first ${String(steam.releaseHTTPRequest(handle))}`);
    });
    steam.http_request_completed.connect((handle) => {
      order.push(`second ${String(steam.releaseHTTPRequest(handle))}`);
    });
    far.complete(sendGet(steam));
    steam.run_callbacks();
    assert.deepEqual(order, ['first true', 'second false']);
  });

  it('in a listener silences another request that arrived with it', () => {
    const [first, second] = [sendGet(steam), sendGet(steam)];
    const heard = record();
    steam.http_request_completed.connect((handle) => {
      steam.releaseHTTPRequest(handle === first ? second : first);
    });
    far.complete(first);
    far.complete(second);
    steam.run_callbacks();
    assert.deepEqual(
      heard.map(([, handle]) => handle),
      [first],
    );
  });

  it('gives the slot to the next request', () => {
    const slots: number[] = [];
    for (let i = 0; i < 5; i++) {
      const handle = sendGet(steam);
      slots.push(far.sent().slot);
      if (i % 2 === 0) {
        far.complete(handle);
        steam.run_callbacks();
      }
      steam.releaseHTTPRequest(handle);
    }
    assert.deepEqual(slots, [0, 0, 0, 0, 0]);
  });

  it('leaves no page of slots more than were needed at the same time', () => {
    const pages: unknown[] = [];
    const handles = Array.from({ length: 600 }, () => sendGet(steam));
    const slots = new Set(far.allSent().map(({ slot }) => slot));
    assert.equal(slots.size, 600);
    assert.equal(Math.max(...slots), 599);
    for (const handle of handles) steam.releaseHTTPRequest(handle);
    for (let i = 0; i < 600; i++) sendGet(steam);
    pages.push(...far.allSent().map(({ slot }) => slot));
    assert.equal(new Set(pages).size, 600);
    assert.equal(Math.max(...(pages as number[])), 599);
  });
});

describe('run_callbacks', () => {
  it('does nothing when called from a listener', () => {
    const heard: string[] = [];
    const [first, second] = [sendGet(steam), sendGet(steam)];
    steam.http_request_completed.connect((handle) => {
      heard.push(`begin ${handle}`);
      steam.run_callbacks();
      heard.push(`end ${handle}`);
    });
    far.complete(first);
    far.complete(second);
    steam.run_callbacks();
    assert.deepEqual(heard, [`begin ${first}`, `end ${first}`, `begin ${second}`, `end ${second}`]);
  });

  it('reports a listener that throws to the logger and goes on', () => {
    const heard: number[] = [];
    steam.http_request_completed.connect((handle) => {
      throw new Error(`bug ${handle}`);
    });
    steam.http_request_completed.connect((handle) => heard.push(handle));
    const handles = [sendGet(steam), sendGet(steam)];
    for (const handle of handles) far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(heard, handles);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0]!, /^Steam\.http_request_completed: .*bug \d/);
  });

  it('lets a listener create and send requests', () => {
    let next = 0;
    steam.http_request_completed.once(() => {
      next = sendGet(steam, 'http://example.com/next');
    });
    far.complete(sendGet(steam));
    steam.run_callbacks();
    assert.equal(far.sent().handle, next);
  });

  it('sends what was posted', () => {
    const handle = sendGet(steam);
    steam.run_callbacks();
    assert.equal(far.sent().handle, handle);
  });

  it('stops when the budget is used up, and goes on in the next call', () => {
    const heard: number[] = [];
    const handles = Array.from({ length: 4 }, () => sendGet(steam));
    steam.http_request_completed.connect((handle) => {
      heard.push(handle);
      const until = performance.now() + 2;
      while (performance.now() < until);
    });
    for (const handle of handles) far.complete(handle);
    steam.run_callbacks(1);
    assert.deepEqual(heard, handles.slice(0, 1));
    steam.run_callbacks(1);
    assert.deepEqual(heard, handles.slice(0, 2));
    steam.run_callbacks();
    assert.deepEqual(heard, handles);
  });

  it('gives one signal at least, whatever the budget', () => {
    const heard = record();
    for (const budget of [0, -1, NaN, -Infinity]) {
      const handles = [sendGet(steam), sendGet(steam)];
      for (const handle of handles) far.complete(handle);
      steam.run_callbacks(budget);
      assert.equal(heard.length, 1, String(budget));
      steam.run_callbacks(budget);
      assert.equal(heard.length, 2, String(budget));
      heard.length = 0;
    }
  });

  it('gives all with a budget of Infinity', () => {
    const heard = record();
    for (const handle of [sendGet(steam), sendGet(steam)]) far.complete(handle);
    steam.run_callbacks(Infinity);
    assert.equal(heard.length, 2);
  });
});

describe('close', () => {
  it('forgets everything without a signal, and tells the far end', () => {
    const heard = record();
    const [first, second] = [sendGet(steam), sendGet(steam)];
    far.complete(first);
    far.link.drain();
    steam.close();
    const { instance } = far;
    assert.deepEqual(far.commands(), [[RequestCommand.CLOSE_INSTANCE, instance]]);
    steam.run_callbacks();
    assert.deepEqual(heard, []);
    assert.equal(steam.releaseHTTPRequest(first), false);
    assert.equal(steam.sendHTTPRequest(second), false);
    assert.equal(far.link.open, 0);
  });

  it('may be called from a listener, and again', () => {
    const heard = record();
    steam.http_request_completed.connect(() => {
      steam.close();
    });
    for (const handle of [sendGet(steam), sendGet(steam)]) far.complete(handle);
    steam.run_callbacks();
    assert.equal(heard.length, 1);
    steam.close();
  });

  it('lets a later call start anew, with listeners and other handles than before', () => {
    const heard = record();
    const before = sendGet(steam);
    steam.close();
    const handle = sendGet(steam);
    assert.notEqual(handle, before);
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(heard, [['completed', handle, 0, true, 200, 0]]);
  });

  it('in a listener, with a new request at once, loses nothing of the new one', () => {
    const heard: number[] = [];
    let fresh = 0;
    steam.http_request_completed.connect((handle) => heard.push(handle));
    steam.http_request_completed.once(() => {
      steam.close();
      fresh = sendGet(steam);
    });
    const old = sendGet(steam);
    far.complete(old);
    steam.run_callbacks();
    far.complete(fresh);
    steam.run_callbacks();
    assert.deepEqual(heard, [old, fresh]);
  });
});

describe('the death of the I/O side', () => {
  const death = { code: 'IO_THREAD_FAILED', message: 'the I/O thread ended: exit code 1\n    at somewhere' };

  it('fails all that is under way, once, with a reason', () => {
    const heard = record();
    const handles = [sendGet(steam), sendGet(steam, 'http://me:pw@example.com/b')];
    const unsent = steam.createHTTPRequest(1, 'http://example.com/');
    far.commands();
    far.die(death);
    steam.run_callbacks();
    assert.deepEqual(
      heard,
      handles.map((handle) => ['completed', handle, 0, false, 0, 0]),
    );
    steam.run_callbacks();
    assert.equal(heard.length, 2);
    const error = steam.getHTTPRequestError(handles[1]!)!;
    assert.deepEqual(
      { ...error, message: '' },
      {
        code: 'IO_THREAD_FAILED',
        phase: 'queue',
        message: '',
        cause: 'IO_THREAD_FAILED',
      },
    );
    assert.match(error.message, /^GET http:\/\/example\.com\/b: the I\/O thread ended: exit code 1; .*send it again/);
    assert.equal(steam.getHTTPRequestTimings(handles[1]!), null);
    assert.equal(steam.getHTTPRequestError(unsent), null);
  });

  it('does not fail what had arrived before', () => {
    const heard = record();
    const [done, pending] = [sendGet(steam), sendGet(steam)];
    far.complete(done);
    far.die(death);
    steam.run_callbacks();
    assert.deepEqual(heard, [
      ['completed', done, 0, true, 200, 0],
      ['completed', pending, 0, false, 0, 0],
    ]);
  });

  it('is told of in run_callbacks only, also when somebody else noticed it', () => {
    const heard = record();
    sendGet(steam);
    far.commands();
    far.die(death);
    far.link.drain();
    assert.deepEqual(heard, []);
    steam.run_callbacks();
    assert.equal(heard.length, 1);
  });

  it('lets the next request go over a new link, with slots of its own', () => {
    const first = sendGet(steam);
    far.mark(first, { EXPECTED: 100, RECEIVED: 30 });
    far.die(death);
    steam.run_callbacks();
    const next = makeSteam().far;
    const second = sendGet(steam);
    assert.deepEqual(
      next.commands().map(([op]) => op),
      [RequestCommand.INSTANCE, RequestCommand.SEND],
    );
    next.mark(second, { EXPECTED: 100, RECEIVED: 60 });
    assert.equal(steam.getHTTPDownloadProgressPct(first), 30);
    assert.equal(steam.getHTTPDownloadProgressPct(second), 60);
    const heard = record();
    next.complete(second);
    steam.run_callbacks();
    assert.deepEqual(heard, [['completed', second, 0, true, 200, 0]]);
    assert.ok(steam.releaseHTTPRequest(first) && steam.releaseHTTPRequest(second));
  });
});

describe('a program that moves its network work elsewhere', () => {
  it('gets what was under way from where it was, and the old place is closed when nothing is left there', () => {
    const heard = record();
    const first = sendGet(steam);
    far.commands();
    const next = makeSteam().far;
    const second = sendGet(steam);
    next.complete(second);
    steam.run_callbacks();
    assert.equal(heard.length, 1);
    assert.deepEqual(far.commands(), []);
    far.complete(first);
    steam.run_callbacks();
    assert.equal(heard.length, 2);
    steam.run_callbacks();
    assert.deepEqual(far.commands(), [[RequestCommand.CLOSE_INSTANCE, far.instance]]);
    assert.equal(far.link.open, 0);
    assert.equal(next.link.open, 1);
  });
});
