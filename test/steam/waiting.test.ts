/** whenCompleted: what it gives, when it fails, and that it drives everything by itself. */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { SteamHTTP } from '#src/steam/index.js';
import { STALLED } from '#src/link/index.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { lost, makeSteam, sendGet, type FarEnd } from './far-end.js';

let steam: SteamHTTP;
let far: FarEnd;

beforeEach(() => {
  ({ steam, far } = makeSteam());
});
after(() => {
  replaceLinkSource(null);
});

describe('whenCompleted', () => {
  it('resolves with what the signal says, after its listeners', async () => {
    const order: string[] = [];
    steam.http_request_completed.connect(() => order.push('signal'));
    const handle = sendGet(steam);
    const waiting = steam.whenCompleted(handle).then((completion) => {
      order.push('promise');
      return completion;
    });
    far.complete(handle, { status: 404, body: 'hello' });
    assert.deepEqual(await waiting, { request_success: true, status_code: 404, body_size: 5 });
    assert.deepEqual(order, ['signal', 'promise']);
  });

  it('resolves for a failed request too', async () => {
    const handle = sendGet(steam);
    far.complete(handle, { status: 0, failure: lost });
    assert.deepEqual(await steam.whenCompleted(handle), { request_success: false, status_code: 0, body_size: 0 });
  });

  it('resolves at once for a completed request', async () => {
    const handle = sendGet(steam);
    far.complete(handle, { body: 'hello' });
    steam.run_callbacks();
    assert.deepEqual(await steam.whenCompleted(handle), { request_success: true, status_code: 200, body_size: 5 });
  });

  it('resolves when the program polls by itself', async () => {
    const handle = sendGet(steam);
    const waiting = steam.whenCompleted(handle);
    far.complete(handle);
    steam.run_callbacks();
    assert.equal((await waiting).status_code, 200);
  });

  it('resolves when somebody else took the events in', async () => {
    const handle = sendGet(steam);
    const waiting = steam.whenCompleted(handle);
    far.complete(handle);
    far.link.drain();
    assert.equal((await waiting).status_code, 200);
  });

  it('resolves when the events had been taken in before', async () => {
    const handle = sendGet(steam);
    far.complete(handle);
    far.link.drain();
    assert.equal((await steam.whenCompleted(handle)).status_code, 200);
  });

  it('resolves for everybody who waits for the same request, and for many requests', async () => {
    const handles = Array.from({ length: 50 }, () => sendGet(steam));
    const waiting = Promise.all([...handles, ...handles].map((handle) => steam.whenCompleted(handle)));
    for (const handle of handles) far.complete(handle, { status: 200 + handle });
    const statuses = (await waiting).map(({ status_code }) => status_code);
    assert.deepEqual(
      statuses,
      [...handles, ...handles].map((handle) => 200 + handle),
    );
  });

  it('goes on when a budget left something over', async () => {
    const handles = [sendGet(steam), sendGet(steam), sendGet(steam)];
    const waiting = Promise.all(handles.map((handle) => steam.whenCompleted(handle)));
    for (const handle of handles) far.complete(handle);
    steam.run_callbacks(0);
    assert.equal((await waiting).length, 3);
  });

  it('lets a streamed body go on that is larger than its ring', async () => {
    const handle = sendGet(steam, 'http://example.com/', true);
    let text = '';
    steam.http_request_data_received.connect((request, _context, offset, size) => {
      text += Buffer.from(steam.getHTTPStreamingResponseBodyData(request, offset, size)).toString('latin1');
    });
    const body = far.head(handle, {}, 8);
    const waiting = steam.whenCompleted(handle);
    for (let i = 0; i < 10; i++) {
      assert.equal(body.write('abcdefgh'), 8);
      Atomics.store(body.control, STALLED, 1);
      // The far end goes on when it is woken.
      while (Atomics.load(body.control, STALLED) === 1) await new Promise(setImmediate);
      far.commands();
    }
    far.complete(handle);
    assert.equal((await waiting).body_size, 80);
    assert.equal(text, 'abcdefgh'.repeat(10));
  });

  it('lets a request that is sent in a listener be awaited', async () => {
    const first = sendGet(steam);
    const chain = steam.whenCompleted(first).then(() => {
      const second = sendGet(steam);
      const waiting = steam.whenCompleted(second);
      far.complete(second, { status: 201 });
      return waiting;
    });
    far.complete(first);
    assert.equal((await chain).status_code, 201);
  });

  it('resolves as failed when the I/O side dies', async () => {
    const handle = sendGet(steam);
    const waiting = steam.whenCompleted(handle);
    far.commands();
    far.die({ code: 'IO_THREAD_FAILED', message: 'gone' });
    assert.equal((await waiting).request_success, false);
    assert.equal(steam.getHTTPRequestError(handle)?.code, 'IO_THREAD_FAILED');
  });

  it('rejects for a bad handle', async () => {
    await assert.rejects(steam.whenCompleted(999), new Error('Steam.whenCompleted: there is no request 999'));
  });

  it('rejects for a request that was not sent', async () => {
    const handle = steam.createHTTPRequest(1, 'http://example.com/');
    await assert.rejects(steam.whenCompleted(handle), /request \d+ was not sent; call sendHTTPRequest first/);
  });

  it('rejects for what is no number', async () => {
    await assert.rejects(steam.whenCompleted('1' as unknown as number), TypeError);
  });

  it('rejects when the request is released meanwhile', async () => {
    const handle = sendGet(steam);
    const waiting = steam.whenCompleted(handle);
    steam.releaseHTTPRequest(handle);
    await assert.rejects(waiting, /request \d+ was released before it completed/);
  });

  it('rejects when the instance is closed meanwhile', async () => {
    const waiting = steam.whenCompleted(sendGet(steam));
    steam.close();
    await assert.rejects(waiting, /close\(\) was called before request \d+ completed/);
  });

  it('resolves although a listener of the signal releases the request', async () => {
    steam.http_request_completed.connect((handle) => {
      steam.releaseHTTPRequest(handle);
    });
    const handle = sendGet(steam);
    const waiting = steam.whenCompleted(handle);
    far.complete(handle, { status: 201 });
    assert.equal((await waiting).status_code, 201);
  });

  it('follows a program that moves its network work while it waits', async () => {
    const first = sendGet(steam);
    const waitingForFirst = steam.whenCompleted(first);
    const next = makeSteam().far;
    const second = sendGet(steam);
    const waitingForSecond = steam.whenCompleted(second);
    next.complete(second, { status: 201 });
    assert.equal((await waitingForSecond).status_code, 201);
    far.complete(first, { status: 202 });
    assert.equal((await waitingForFirst).status_code, 202);
  });
});
