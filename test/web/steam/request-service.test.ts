/** The page's request service, command by command, over a scripted `fetch` and a clock that waits for the test. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  LAST_CAPACITY,
  RequestCommand,
  RequestEvent,
  RingReader,
  SLOTS_PER_PAGE,
  SLOT_LENGTH,
  SendFlag,
  Slot,
  type CompletedEvent,
  type InstanceEvent,
  type RequestEventTuple,
  type RequestOptions,
} from '#src/link/index.js';
import type { RequestService } from '#src/requests/request-service.js';
import { openPageRequestService } from '#src/web/steam/request-service.js';
import { ManualClock } from '../../io/requests/manual-clock.js';
import { scriptFetch, settled } from './scripted-fetch.js';

const options: RequestOptions = {
  plainHeaders: 'User-Agent: plain\r\nAccept: */*\r\n',
  maxConnections: 64,
  maxConnectionsPerOrigin: 6,
  maxRedirects: 10,
  maxBodySize: 1_000_000,
  streamBufferSize: LAST_CAPACITY,
  proxy: null,
  trustedCA: null,
  cacheDirectory: null,
  cacheSize: 0,
};

const url = 'http://game.example/';

interface Ask {
  readonly method?: string;
  readonly headers?: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly flags?: number;
  readonly activityTimeout?: number;
  readonly absoluteTimeout?: number;
}

describe('the request service of a page', () => {
  const calls = scriptFetch();
  let clock: ManualClock;
  let events: (RequestEventTuple | InstanceEvent)[];
  let service: RequestService;
  let slots: Float64Array;

  beforeEach(() => {
    clock = new ManualClock();
    events = [];
    service = openPageRequestService({ post: (event) => events.push(event), flush: () => undefined }, clock);
    const memory = new ArrayBuffer(SLOTS_PER_PAGE * SLOT_LENGTH * 8);
    slots = new Float64Array(memory);
    service.handle([RequestCommand.INSTANCE, 1, options]);
    service.handle([RequestCommand.SLOTS, 1, 0, memory]);
  });

  /** Sends a request; its slot has the number of its handle. */
  function send(handle: number, ask: Ask = {}): void {
    const { method = 'GET', headers = '', body = null, flags = SendFlag.VERIFY } = ask;
    const { activityTimeout = 60_000, absoluteTimeout = 0 } = ask;
    service.handle([
      RequestCommand.SEND,
      1,
      handle,
      handle,
      method,
      url,
      headers,
      body?.buffer ?? null,
      flags,
      activityTimeout,
      absoluteTimeout,
      0,
    ]);
  }

  const slot = (handle: number, field: keyof typeof Slot): number => slots[handle * SLOT_LENGTH + Slot[field]]!;
  const completed = (): CompletedEvent[] => events.filter((event) => event[0] === RequestEvent.COMPLETED);
  const failure = (): string => {
    const { code, phase } = completed().at(-1)![8]!;
    return `${code} ${phase}`;
  };

  it('leaves to the browser what is the browser’s, and gives the rest as it is', async () => {
    const body = new TextEncoder().encode('x');
    send(1, { method: 'PUT', headers: 'User-Agent: tickwire/1\r\nAccept: */*\r\nX-Text: zoë\r\n', body });
    const [{ init }] = calls as [(typeof calls)[0]];
    assert.deepEqual(init.headers, [
      ['Accept', '*/*'],
      ['X-Text', 'zoÃ«'],
    ]);
    assert.deepEqual(
      [init.method, init.body, init.cache, init.mode, init.redirect],
      ['PUT', body, 'no-store', 'cors', 'follow'],
    );
    service.handle([RequestCommand.CONFIGURE, 1, { ...options, cacheSize: 1, maxRedirects: 0 }]);
    send(2);
    assert.deepEqual([calls[1]!.init.cache, calls[1]!.init.redirect], ['default', 'manual']);
    await settled();
  });

  it('collects a body and keeps the slot up to date', async () => {
    send(1);
    assert.equal(slot(1, 'OWNER'), 1);
    await calls[0]!.head(404, { 'Content-Length': '10', 'X-A': 'b' });
    assert.equal(slot(1, 'EXPECTED'), 10);
    await calls[0]!.write('hello');
    assert.deepEqual([slot(1, 'RECEIVED'), slot(1, 'DECODED')], [5, 5]);
    await calls[0]!.write('world');
    assert.deepEqual(events, []);
    await calls[0]!.end();
    const [[, , handle, status, headers, bytes, size, where, error]] = completed() as [CompletedEvent];
    assert.deepEqual(
      [handle, status, headers, size, where, error],
      [1, 404, 'content-length: 10\r\nx-a: b\r\n', 10, '', null],
    );
    assert.equal(Buffer.from(bytes as ArrayBuffer).toString(), 'helloworld');
    assert.equal(clock.alarms, 1, 'at most one, that comes to nothing');
    clock.advance(1_000_000);
    assert.equal(events.length, 1);
  });

  it('hands over memory that is exactly as long as the body', async () => {
    send(1);
    await calls[0]!.head();
    await calls[0]!.write(new Uint8Array(new ArrayBuffer(100), 10, 5).fill(7));
    await calls[0]!.end();
    assert.equal((completed()[0]![5] as ArrayBuffer).byteLength, 5);
  });

  it('refuses a body that is declared too large at once, but not a HEAD, whose length is that of another response', async () => {
    for (const [handle, method] of [
      [1, 'GET'],
      [2, 'HEAD'],
    ] as const) {
      send(handle, { method });
      await calls.at(-1)!.head(200, { 'Content-Length': '1000001' });
    }
    assert.equal(failure(), 'BODY_TOO_LARGE body');
    assert.equal(calls[0]!.aborted, true);
    await calls[1]!.end();
    assert.equal(completed().at(-1)![8], null);
  });

  it('ends an upload later than its quiet would say: a page does not see it go', async () => {
    send(1, { method: 'PUT', body: new Uint8Array(32_000_000), activityTimeout: 1000 });
    clock.advance(1_000_900);
    assert.deepEqual(events, []);
    clock.advance(200);
    assert.equal(failure(), 'TIMED_OUT first byte');
    assert.equal(calls[0]!.aborted, true);
    await settled();
    assert.equal(events.length, 1);
  });

  it('lets every piece put off the end of a quiet request', async () => {
    send(1, { activityTimeout: 1000 });
    clock.advance(900);
    await calls[0]!.head();
    clock.advance(900);
    await calls[0]!.write('a');
    clock.advance(900);
    assert.deepEqual(events, []);
    clock.advance(200);
    assert.equal(failure(), 'TIMED_OUT body');
    assert.equal(completed()[0]![3], 200);
  });

  it('counts the absolute timeout from sending on', () => {
    service.handle([RequestCommand.CONFIGURE, 1, { ...options, maxConnections: 1 }]);
    send(1);
    send(2, { absoluteTimeout: 500 });
    clock.advance(499);
    assert.deepEqual(events, []);
    clock.advance(1);
    assert.equal(failure(), 'TIMED_OUT queue');
    assert.equal(calls.length, 1);
  });

  it('reads a streamed body while there is room, and goes on when there is again', async () => {
    send(1, { flags: SendFlag.VERIFY | SendFlag.STREAMING, activityTimeout: 1000 });
    await calls[0]!.head(200);
    const [head] = events as [Extract<RequestEventTuple, [typeof RequestEvent.HEAD, ...unknown[]]>];
    assert.deepEqual(head.slice(0, 5), [RequestEvent.HEAD, 1, 1, 200, '']);
    const ring = new RingReader(head[6]);
    const piece = new Uint8Array(64 * 1024).fill(1);
    while (ring.capacity - ring.available() > 64 * 1024) await calls[0]!.write(piece);
    const { pulls } = calls[0]!;
    await calls[0]!.write(piece);
    await settled();
    assert.equal(calls[0]!.pulls, pulls, 'nobody asks for more');
    clock.advance(10_000);
    assert.deepEqual(completed(), [], 'a program that takes its time is no quiet server');
    ring.consume(ring.available());
    service.handle([RequestCommand.RESUME_BODY, 1, 1]);
    await settled();
    assert.ok(calls[0]!.pulls > pulls);
    service.handle([RequestCommand.CANCEL, 1, 1]);
    assert.equal(calls[0]!.aborted, true);
    await settled();
    assert.deepEqual(completed(), []);
  });

  it('tells of nothing after a cancel, whatever still comes', async () => {
    for (const handle of [1, 2, 3]) send(handle);
    await calls[1]!.head();
    for (const handle of [1, 2, 3]) service.handle([RequestCommand.CANCEL, 1, handle]);
    assert.ok(calls.every(({ aborted }) => aborted));
    await calls[0]!.head();
    await calls[2]!.refuse();
    clock.advance(1_000_000);
    assert.deepEqual(events, []);
  });

  it('ends everything with its instance, without a word, and gives no turn to those that wait', async () => {
    service.handle([RequestCommand.CONFIGURE, 1, { ...options, maxConnections: 1 }]);
    for (const handle of [1, 2, 3]) send(handle);
    service.handle([RequestCommand.CLOSE_INSTANCE, 1]);
    await settled();
    assert.deepEqual([calls.length, calls[0]!.aborted, events.length], [1, true, 0]);
    send(4);
    assert.equal(calls.length, 1);
  });

  it('says what it knows of a fetch that failed, and of a body that broke off', async () => {
    send(1);
    await calls[0]!.refuse();
    assert.equal(failure(), 'CONNECT_FAILED connect');
    send(2);
    await calls[1]!.head(200, { 'Content-Length': '10' });
    await calls[1]!.write('hello');
    await calls[1]!.breakOff();
    assert.equal(failure(), 'TRUNCATED body');
    assert.deepEqual([completed()[1]![3], completed()[1]![6]], [200, 0]);
  });

  it('asks for nothing in offline mode where there is no page whose cache could be asked', () => {
    send(1, { flags: SendFlag.OFFLINE });
    assert.equal(failure(), 'NOT_CACHED offline');
    assert.equal(completed()[0]![3], 504);
    assert.equal(calls.length, 0);
  });

  it('answers at once that the cache is written, which is the browser’s to do', () => {
    service.handle([RequestCommand.FLUSH_CACHE, 1, 7]);
    assert.deepEqual(events, [[RequestEvent.CACHE_FLUSHED, 1, 0, 7]]);
  });
});
