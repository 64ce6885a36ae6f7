/** Streamed bodies: order, offsets, how long bytes stay readable, budgets, and when the I/O side is woken. */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { RequestCommand, STALLED } from '#src/link/index.js';
import type { SteamHTTP } from '#src/steam/index.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { CHUNK_BYTES } from '#src/steam/streamed-body.js';
import { lost, makeSteam, sendGet, type FarEnd } from './far-end.js';

let steam: SteamHTTP;
let far: FarEnd;
let heard: unknown[][];

beforeEach(() => {
  ({ steam, far } = makeSteam());
  heard = [];
  steam.http_request_headers_received.connect((...args) => heard.push(['headers', ...args]));
  steam.http_request_data_received.connect((...args) => heard.push(['data', ...args]));
  steam.http_request_completed.connect((...args) => heard.push(['completed', ...args]));
});
after(() => {
  replaceLinkSource(null);
});

const url = 'http://example.com/';

const read = (handle: number, offset: number, size: number): string =>
  Buffer.from(steam.getHTTPStreamingResponseBodyData(handle, offset, size)).toString('latin1');

/** Everything that is signalled, read in its signal. */
function collect(): { text: string } {
  const collected = { text: '' };
  steam.http_request_data_received.connect((handle, _context, offset, size) => {
    assert.equal(offset, collected.text.length, 'no gap');
    collected.text += read(handle, offset, size);
  });
  return collected;
}

describe('a streamed response', () => {
  it('gives headers, data in order and completion', () => {
    const handle = sendGet(steam, url, true);
    const body = far.head(handle, { status: 200 });
    steam.run_callbacks();
    body.write('hello');
    steam.run_callbacks();
    body.write(', world');
    steam.run_callbacks();
    steam.run_callbacks();
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(heard, [
      ['headers', handle, 0],
      ['data', handle, 0, 0, 5],
      ['data', handle, 0, 5, 7],
      ['completed', handle, 0, true, 200, 12],
    ]);
  });

  it('gives the same when all of it came at once', () => {
    const collected = collect();
    const handle = sendGet(steam, url, true);
    const body = far.head(handle);
    body.write('hello');
    body.write(', world');
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(
      heard.map(([name]) => name),
      ['headers', 'data', 'completed'],
    );
    assert.equal(collected.text, 'hello, world');
  });

  it('comes once when the budget of a run ends between two rings', () => {
    const collected = collect();
    const handle = sendGet(steam, url, true);
    const body = far.head(handle);
    body.write('a');
    body.grow(1024);
    body.write('b');
    body.grow(1024);
    body.write('c');
    far.complete(handle);
    for (let run = 0; run < 20 && heard.at(-1)?.[0] !== 'completed'; run++) steam.run_callbacks(0);
    assert.equal(collected.text, 'abc');
    assert.deepEqual(heard.at(-1), ['completed', handle, 0, true, 200, 3]);
  });

  it('carries the context in all three signals', () => {
    const handle = steam.createHTTPRequest(1, url);
    steam.setHTTPRequestContextValue(handle, 9n);
    steam.sendHTTPRequestAndStreamResponse(handle);
    far.head(handle).write('a');
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(
      heard.map((args) => args[2]),
      [9n, 9n, 9n],
    );
  });

  it('may have no body', () => {
    const handle = sendGet(steam, url, true);
    far.head(handle, { status: 204 });
    far.complete(handle, { status: 204 });
    steam.run_callbacks();
    assert.deepEqual(heard, [
      ['headers', handle, 0],
      ['completed', handle, 0, true, 204, 0],
    ]);
  });

  it('may fail before its head', () => {
    const handle = sendGet(steam, url, true);
    far.complete(handle, { status: 0, failure: lost });
    steam.run_callbacks();
    assert.deepEqual(heard, [['completed', handle, 0, false, 0, 0]]);
  });

  it('that fails delivers what came before, and says how much that was', () => {
    const collected = collect();
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hel');
    far.complete(handle, { failure: { ...lost, code: 'TRUNCATED', phase: 'body' } });
    steam.run_callbacks();
    assert.deepEqual(heard.at(-1), ['completed', handle, 0, false, 200, 3]);
    assert.equal(collected.text, 'hel');
    assert.equal(steam.getHTTPResponseBodySize(handle), 3);
  });

  it('delivers what had come when the I/O side died', () => {
    const collected = collect();
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hel');
    far.die({ code: 'IO_THREAD_FAILED', message: 'gone' });
    steam.run_callbacks();
    assert.deepEqual(heard.at(-1), ['completed', handle, 0, false, 200, 3]);
    assert.equal(collected.text, 'hel');
  });

  it('keeps its order through rings that wrap and rings that are replaced, with any size of write', () => {
    for (const size of [1, 7, 63, 64, 65, 200]) {
      const collected = { text: '' };
      const listener = (request: number, _context: unknown, offset: number, length: number): void => {
        assert.equal(offset, collected.text.length);
        collected.text += read(request, offset, length);
      };
      steam.http_request_data_received.connect(listener);
      const handle = sendGet(steam, url, true);
      const body = far.head(handle, {}, 64);
      let expected = '';
      for (let i = 0; i < 100; i++) {
        const text = String.fromCharCode(33 + (i % 90)).repeat(size);
        expected += text.slice(0, body.write(text));
        if (i === 30) body.grow(128);
        if (i === 31) body.grow(256);
        if (i % 3 === 0) steam.run_callbacks();
      }
      far.complete(handle);
      steam.run_callbacks();
      assert.equal(collected.text, expected);
      assert.equal(steam.getHTTPResponseBodySize(handle), expected.length);
      steam.http_request_data_received.disconnect(listener);
    }
  });

  it('goes on in the next ring although its bytes were announced before that ring was', () => {
    const collected = collect();
    const handle = sendGet(steam, url, true);
    const body = far.head(handle);
    body.write('one ');
    body.grow(64);
    body.write('two ');
    steam.run_callbacks();
    assert.equal(collected.text, 'one two ');
    body.write('three');
    steam.run_callbacks();
    assert.equal(collected.text, 'one two three');
  });

  it('comes in pieces of a limited size', () => {
    const handle = sendGet(steam, url, true);
    const body = far.head(handle, {}, 4 * CHUNK_BYTES);
    body.write('x'.repeat(3 * CHUNK_BYTES));
    steam.run_callbacks();
    assert.deepEqual(
      heard.slice(1).map((args) => args.slice(3)),
      [0, 1, 2].map((i) => [i * CHUNK_BYTES, CHUNK_BYTES]),
    );
  });
});

describe('getHTTPStreamingResponseBodyData', () => {
  it('gives the bytes of a signal during it and until the next run_callbacks', () => {
    const inside: string[] = [];
    steam.http_request_data_received.connect((handle, _context, offset, size) => {
      inside.push(read(handle, offset, size));
    });
    const handle = sendGet(steam, url, true);
    const body = far.head(handle);
    body.write('hello');
    steam.run_callbacks();
    assert.deepEqual(inside, ['hello']);
    assert.equal(read(handle, 0, 5), 'hello');
    assert.equal(read(handle, 0, 5), 'hello');
    body.write(', world');
    assert.equal(read(handle, 0, 5), 'hello');
    steam.run_callbacks();
    assert.equal(read(handle, 0, 5), '');
    assert.equal(read(handle, 5, 7), ', world');
    steam.run_callbacks();
    assert.equal(read(handle, 5, 7), '');
  });

  it('gives all pieces of one run_callbacks, in any order', () => {
    const handle = sendGet(steam, url, true);
    const body = far.head(handle, {}, 8);
    body.write('abcdef');
    steam.run_callbacks();
    steam.run_callbacks();
    body.write('ghij');
    body.grow(64);
    body.write('klm');
    steam.run_callbacks();
    const pieces = heard.filter(([name]) => name === 'data').slice(1) as [string, number, number, number, number][];
    assert.deepEqual(
      pieces.map((args) => args.slice(3)),
      [
        [6, 2],
        [8, 2],
        [10, 3],
      ],
    );
    assert.deepEqual(
      pieces.reverse().map(([, , , offset, size]) => read(handle, offset, size)),
      ['klm', 'ij', 'gh'],
    );
  });

  it('gives nothing for another offset or size', () => {
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    steam.run_callbacks();
    for (const [offset, size] of [
      [0, 4],
      [0, 6],
      [1, 4],
      [5, 0],
      [0, 0],
      [-1, 5],
      [0.5, 5],
      [NaN, 5],
      [0, NaN],
    ] as const) {
      assert.equal(read(handle, offset, size), '', `${offset}, ${size}`);
    }
  });

  it('gives the last bytes also after completion, until the next run_callbacks', () => {
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    far.complete(handle);
    steam.run_callbacks();
    assert.equal(read(handle, 0, 5), 'hello');
    steam.run_callbacks();
    assert.equal(read(handle, 0, 5), '');
  });

  it('gives memory of the program’s own', () => {
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    steam.run_callbacks();
    const bytes = steam.getHTTPStreamingResponseBodyData(handle, 0, 5);
    assert.equal(bytes.constructor, Uint8Array);
    assert.ok(bytes.buffer instanceof ArrayBuffer);
    assert.equal(bytes.buffer.byteLength, 5);
    bytes.fill(0);
    assert.equal(read(handle, 0, 5), 'hello');
  });

  it('fills memory of the program’s own when it is given some', () => {
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    steam.run_callbacks();
    const buffer = new Uint8Array(8);
    const bytes = steam.getHTTPStreamingResponseBodyData(handle, 0, 5, buffer);
    assert.equal(bytes.buffer, buffer.buffer);
    assert.equal(Buffer.from(bytes).toString(), 'hello');
    assert.equal(Buffer.from(buffer).toString(), 'hello\0\0\0');
    assert.equal(steam.getHTTPStreamingResponseBodyData(handle, 0, 5, buffer.subarray(0, 4)).length, 0);
    assert.equal(steam.getHTTPStreamingResponseBodyData(handle, 0, 4, buffer).length, 0);
    assert.throws(
      () => steam.getHTTPStreamingResponseBodyData(handle, 0, 5, [] as unknown as Uint8Array),
      new TypeError('Steam.getHTTPStreamingResponseBodyData: buffer must be a Uint8Array'),
    );
  });

  it('can be looked at where it arrived, under the same conditions', () => {
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    steam.run_callbacks();
    const view = steam.viewHTTPStreamingResponseBodyData(handle, 0, 5);
    assert.equal(Buffer.from(view).toString(), 'hello');
    assert.equal(steam.viewHTTPStreamingResponseBodyData(handle, 0, 5).buffer, view.buffer, 'not a copy');
    for (const [offset, size] of [
      [0, 4],
      [1, 4],
      [5, 0],
    ] as const) {
      assert.equal(steam.viewHTTPStreamingResponseBodyData(handle, offset, size).length, 0);
    }
    assert.equal(steam.viewHTTPStreamingResponseBodyData(handle + 1, 0, 5).length, 0);
    steam.run_callbacks();
    assert.equal(steam.viewHTTPStreamingResponseBodyData(handle, 0, 5).length, 0);
    assert.throws(
      () => steam.viewHTTPStreamingResponseBodyData(handle, '0' as unknown as number, 5),
      new TypeError('Steam.viewHTTPStreamingResponseBodyData: offset must be a number'),
    );
  });

  it('is the only way to a streamed body', () => {
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    far.complete(handle);
    steam.run_callbacks();
    assert.equal(steam.getHTTPResponseBodySize(handle), 5);
    assert.equal(steam.getHTTPResponseBodyData(handle, 5).length, 0);
  });
});

describe('a streamed response and its listeners', () => {
  it('is silent after it was released in its headers signal', () => {
    steam.http_request_headers_received.connect((handle) => {
      steam.releaseHTTPRequest(handle);
    });
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(
      heard.map(([name]) => name),
      ['headers'],
    );
  });

  it('is silent after it was released in a data signal, between two pieces', () => {
    steam.http_request_data_received.connect((handle) => {
      steam.releaseHTTPRequest(handle);
    });
    const handle = sendGet(steam, url, true);
    const body = far.head(handle, {}, 4 * CHUNK_BYTES);
    body.write('x'.repeat(2 * CHUNK_BYTES));
    far.complete(handle);
    steam.run_callbacks();
    assert.deepEqual(
      heard.map(([name]) => name),
      ['headers', 'data'],
    );
    steam.run_callbacks();
  });

  it('is silent after close() in a data signal', () => {
    steam.http_request_data_received.connect(() => {
      steam.close();
    });
    const handle = sendGet(steam, url, true);
    far.head(handle).write('hello');
    far.complete(handle);
    steam.run_callbacks();
    steam.run_callbacks();
    assert.deepEqual(
      heard.map(([name]) => name),
      ['headers', 'data'],
    );
  });
});

describe('a budget', () => {
  it('stops between two pieces, and the next call goes on there', () => {
    const collected = collect();
    const handle = sendGet(steam, url, true);
    const body = far.head(handle, {}, 4 * CHUNK_BYTES);
    body.write('x'.repeat(3 * CHUNK_BYTES));
    far.complete(handle);
    const names: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      steam.run_callbacks(0);
      names.push(heard.at(-1)?.[0]);
    }
    assert.deepEqual(names.slice(0, 4), ['headers', 'data', 'data', 'data']);
    for (let i = 0; i < 5; i++) steam.run_callbacks(0);
    assert.deepEqual(heard.at(-1), ['completed', handle, 0, true, 200, 3 * CHUNK_BYTES]);
    assert.equal(collected.text.length, 3 * CHUNK_BYTES);
  });

  it('lets every stream get further', () => {
    const handles = [sendGet(steam, url, true), sendGet(steam, url, true)];
    for (const handle of handles) far.head(handle).write('hello');
    for (const handle of handles) far.complete(handle);
    for (let i = 0; i < 20; i++) steam.run_callbacks(0);
    for (const handle of handles) {
      assert.deepEqual(
        heard.filter(([, about]) => about === handle).map(([name]) => name),
        ['headers', 'data', 'completed'],
      );
    }
  });
});

describe('the I/O side', () => {
  it('may write over bytes only after the next run_callbacks', () => {
    const handle = sendGet(steam, url, true);
    const body = far.head(handle, {}, 8);
    assert.equal(body.write('abcdefgh'), 8);
    steam.run_callbacks();
    assert.equal(body.write('i'), 0);
    steam.run_callbacks();
    assert.equal(body.write('ijklmnop'), 8);
  });

  it('is woken when it stopped for want of room, and only then', () => {
    const handle = sendGet(steam, url, true);
    const body = far.head(handle, {}, 8);
    const resume = [RequestCommand.RESUME_BODY, far.instance, handle];
    body.write('abcdefgh');
    Atomics.store(body.control, STALLED, 1);
    steam.run_callbacks();
    assert.deepEqual(far.commands(), []);
    steam.run_callbacks();
    assert.deepEqual(far.commands(), [resume]);
    assert.equal(Atomics.load(body.control, STALLED), 0);
    body.write('ijkl');
    steam.run_callbacks();
    steam.run_callbacks();
    assert.deepEqual(far.commands(), []);
  });

  it('is not woken for a request that is over or was released', () => {
    const [over, released] = [sendGet(steam, url, true), sendGet(steam, url, true)];
    for (const handle of [over, released]) {
      const body = far.head(handle, {}, 8);
      body.write('abcdefgh');
      Atomics.store(body.control, STALLED, 1);
    }
    far.complete(over);
    steam.run_callbacks();
    steam.releaseHTTPRequest(released);
    far.commands();
    steam.run_callbacks();
    assert.deepEqual(far.commands(), []);
  });
});
