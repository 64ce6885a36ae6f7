/** A connection over fetch, with a fetch that the test plays: what is asked of it, when, and what is let go. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Status } from '#src/godot/index.js';
import { Progress } from '#src/godot/progress.js';
import { FetchConnection } from '#src/web/godot/fetch-connection.js';

const KIB = 1024;
const ORIGIN = 'http://game.example';

/** One call of fetch, and what the test makes of it. */
class Call {
  readonly #pieces: Uint8Array[] = [];
  /** How many pieces were taken out of the body. */
  taken = 0;
  cancelled = false;
  answer: (response: Response) => void = () => undefined;
  refuse: (reason: Error) => void = () => undefined;

  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {}

  /** A body that gives a piece each time it is asked, then ends or breaks. */
  bodyOf(pieces: readonly Uint8Array[], breaks = false): ReadableStream<Uint8Array> {
    this.#pieces.push(...pieces);
    return new ReadableStream(
      {
        pull: (controller) => {
          const piece = this.#pieces.shift();
          if (piece !== undefined) {
            this.taken++;
            controller.enqueue(piece);
          } else if (breaks) controller.error(new TypeError('network error'));
          else controller.close();
        },
        cancel: () => {
          this.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
  }
}

const calls: Call[] = [];
const { fetch } = globalThis;

beforeEach(() => {
  calls.length = 0;
  globalThis.fetch = (url, init = {}) => {
    const call = new Call(url as string, init);
    calls.push(call);
    return new Promise<Response>((resolve, reject) => {
      call.answer = resolve;
      call.refuse = reject;
      init.signal?.addEventListener('abort', () => {
        reject(init.signal?.reason as Error);
      });
    });
  };
});
afterEach(() => {
  globalThis.fetch = fetch;
});

function connected(): FetchConnection {
  const connection = new FetchConnection(ORIGIN, Status.STATUS_CONNECTING);
  assert.equal(connection.connecting(), Status.STATUS_CONNECTED);
  return connection;
}

/** A connection on which a request was sent, and the call of fetch that it made. */
function requested(method = 'GET', body = new Uint8Array(0)): { connection: FetchConnection; call: Call } {
  const connection = connected();
  const request = connection.prepare({ method, url: '/path', headers: ['A: b'], bodyLength: body.length });
  assert.ok(!('error' in request));
  connection.send(request, body);
  return { connection, call: calls[0]! };
}

describe('FetchConnection', () => {
  it('asks nobody for anything before there is a request', () => {
    const connection = new FetchConnection(ORIGIN, Status.STATUS_RESOLVING);
    const steps = [1, 2, 3].map(() => connection.connecting());
    assert.deepEqual(steps, [Status.STATUS_CONNECTING, Status.STATUS_CONNECTED, Status.STATUS_CONNECTED]);
    assert.equal(connection.idleFault(), null);
    connection.release();
    assert.equal(calls.length, 0);
  });

  it('calls fetch with what was asked, as pages do by default', () => {
    const body = new Uint8Array([1, 2, 3]);
    const { call } = requested('POST', body);
    assert.equal(call.url, `${ORIGIN}/path`);
    const { method, headers, mode, redirect, credentials } = call.init;
    assert.deepEqual([method, headers, mode, redirect], ['POST', [['A', 'b']], 'cors', 'follow']);
    assert.equal(credentials, undefined);
    assert.equal(call.init.body, body);
  });

  it('sends no body where there is none, and one in shared memory as a copy', () => {
    assert.equal(requested('POST').call.init.body, null);
    calls.length = 0;
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
    const { body } = requested('POST', shared as unknown as Uint8Array<ArrayBuffer>).call.init;
    assert.ok(body instanceof Uint8Array && body.buffer instanceof ArrayBuffer);
    assert.deepEqual([...body], [7, 7, 7]);
  });

  it('has news once for each thing that came', async () => {
    const { connection, call } = requested();
    assert.equal(connection.look(), false);
    call.answer(new Response(call.bodyOf([new Uint8Array(10)])));
    await nextTurn();
    assert.equal(connection.look(), true);
    assert.equal(connection.look(), false);
  });

  it('tells the head, then the body, then the end', async () => {
    const { connection, call } = requested();
    assert.equal(connection.advance(), Progress.WAITING);
    call.answer(new Response(call.bodyOf([new Uint8Array(10)]), { status: 404, headers: { B: 'c' } }));
    await nextTurn();
    assert.equal(connection.advance(), Progress.HEAD);
    assert.equal(connection.response.code, 404);
    assert.deepEqual(connection.response.head, { names: ['b'], values: ['c'] });
    assert.equal(connection.advance(), Progress.BODY);
    assert.equal(connection.take(4, false, null).length, 4);
    assert.equal(connection.take(40, false, null).length, 6);
    assert.equal(connection.advance(), Progress.END);
    assert.equal(connection.staysOpen, false);
  });

  for (const [method, status] of [
    ['HEAD', 200],
    ['GET', 304],
    ['GET', 204],
  ] as const) {
    it(`is done with the head after ${method} and ${status}`, async () => {
      const { connection, call } = requested(method);
      const response = new Response(status === 200 ? new ReadableStream() : null, { status });
      call.answer(response);
      await nextTurn();
      assert.equal(connection.advance(), Progress.HEAD);
      assert.equal(connection.response.body, 'none');
      assert.equal(connection.advance(), Progress.END);
    });
  }

  it('delivers what came before a body broke off, and then says so', async () => {
    const { connection, call } = requested();
    call.answer(new Response(call.bodyOf([new Uint8Array(10)], true)));
    await nextTurn();
    assert.equal(connection.advance(), Progress.HEAD);
    assert.equal(connection.advance(), Progress.BODY);
    assert.equal(connection.take(100, false, null).length, 10);
    assert.equal(connection.advance(), Progress.FAULT);
    assert.equal(connection.fault?.code, 'TRUNCATED');
    assert.match(connection.fault.message, /game\.example broke off/);
  });

  it('says why there is no answer', async () => {
    const { connection, call } = requested();
    call.refuse(new TypeError('Failed to fetch'));
    await nextTurn();
    assert.equal(connection.advance(), Progress.FAULT);
    assert.match(connection.fault?.message ?? '', /^GET http:\/\/game\.example: there was no answer/);
  });

  it('stops taking pieces while its body is full, and goes on when there is room', async () => {
    const { connection, call } = requested();
    call.answer(new Response(call.bodyOf(Array.from({ length: 100 }, () => new Uint8Array(64 * KIB)))));
    await nextTurn();
    assert.equal(call.taken, 4);
    await nextTurn();
    assert.equal(call.taken, 4);
    assert.equal(connection.advance(), Progress.HEAD);
    connection.take(64 * KIB, false, null);
    await nextTurn();
    // It was found full: there is room for four times as much now.
    assert.equal(call.taken, 17);
  });

  it('ends the fetch when it is let go before the answer, and hears no more of it', async () => {
    const { connection, call } = requested();
    connection.release();
    assert.equal(call.init.signal?.aborted, true);
    await nextTurn();
    assert.equal(connection.look(), false);
    assert.equal(connection.fault, null);
  });

  it('reads nothing of an answer that comes after it was let go', async () => {
    const { connection, call } = requested();
    // A fetch that does not heed its signal in time.
    const response = new Response(call.bodyOf([new Uint8Array(10)]));
    call.answer(response);
    connection.release();
    await nextTurn();
    assert.equal(call.taken, 0);
    assert.equal(connection.look(), false);
    assert.equal(connection.advance(), Progress.WAITING);
  });

  it('reads no further of a body that is let go in the middle', async () => {
    const { connection, call } = requested();
    call.answer(new Response(call.bodyOf(Array.from({ length: 100 }, () => new Uint8Array(64 * KIB)))));
    await nextTurn();
    connection.release();
    await nextTurn();
    assert.equal(call.taken, 4);
    assert.equal(call.cancelled, true);
  });
});
