/** StreamPeer: its hooks, waiting, and what happens when too little is there. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { bytes, layouts, write } from './number-layouts.js';
import { GodotError } from '#src/godot/error.js';
import { StreamPeer } from '#src/godot/stream-peer.js';
import { StreamPeerBuffer } from '#src/godot/stream-peer-buffer.js';
import { set_logger } from '#src/log.js';

const { OK, FAILED, ERR_UNAVAILABLE, ERR_INVALID_PARAMETER, ERR_CONNECTION_ERROR } = GodotError;

/** A pipe in memory, made with the hooks. `room` bounds what one write takes, `piece` what one read gives. */
class Pipe extends StreamPeer {
  incoming: number[] = [];
  outgoing: number[] = [];
  room = Infinity;
  piece = Infinity;
  error: GodotError = OK;
  reads = 0;

  protected override _get_partial_data(count: number): [GodotError, Uint8Array] {
    this.reads++;
    if (this.error !== OK) return [this.error, bytes()];
    return [OK, Uint8Array.from(this.incoming.splice(0, Math.min(count, this.piece)))];
  }

  protected override _put_partial_data(data: Uint8Array): [GodotError, number] {
    if (this.error !== OK) return [this.error, 0];
    const taken = data.subarray(0, this.room);
    this.outgoing.push(...taken);
    return [OK, taken.length];
  }

  protected override _get_available_bytes(): number {
    return this.incoming.length;
  }
}

/** A pipe that can wait: each wait runs the next of `happenings`, and there is nothing to wait for after the last. */
class WaitingPipe extends Pipe {
  happenings: (() => void)[] = [];
  waits: number[] = [];

  protected override _wait(timeoutMs: number): boolean {
    this.waits.push(timeoutMs);
    const next = this.happenings.shift();
    next?.();
    return next !== undefined;
  }
}

/** A stream made with the public methods: two bytes repeated for ever. */
class PublicMethods extends StreamPeer {
  taken = 0;
  written: Uint8Array[] = [];
  override get_available_bytes(): number {
    return 1_000_000;
  }
  override get_partial_data(count: number): [GodotError, Uint8Array] {
    const data = Uint8Array.from({ length: Math.min(count, 3) }, (_, i) => ((this.taken + i) % 2 === 0 ? 0x12 : 0x34));
    this.taken += data.length;
    return [OK, data];
  }
  override put_partial_data(data: Uint8Array): [GodotError, number] {
    this.written.push(data.slice(0, 2));
    return [OK, Math.min(2, data.length)];
  }
}

let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
  set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
});
afterEach(() => {
  set_logger(null);
});

const over = (...values: number[]): StreamPeerBuffer => {
  const peer = new StreamPeerBuffer();
  peer.data_array = bytes(...values);
  return peer;
};

describe('a stream made with the hooks', () => {
  it('is read and written through the public methods', () => {
    const pipe = new Pipe();
    pipe.incoming = [1, 2, 3, 4, 5];
    assert.equal(pipe.get_available_bytes(), 5);
    assert.deepEqual(pipe.get_partial_data(2), [OK, bytes(1, 2)]);
    assert.deepEqual(pipe.get_data(2), [OK, bytes(3, 4)]);
    assert.deepEqual(pipe.get_partial_data(9), [OK, bytes(5)]);
    assert.deepEqual(pipe.get_partial_data(9), [OK, bytes()]);
    assert.equal(pipe.put_data(bytes(6, 7)), OK);
    assert.deepEqual(pipe.put_partial_data(bytes(8)), [OK, 1]);
    assert.deepEqual(pipe.outgoing, [6, 7, 8]);
  });

  it('may give and take little at a time', () => {
    const pipe = new Pipe();
    pipe.piece = 1;
    pipe.room = 2;
    pipe.incoming = [0x12, 0x34, 0x56, 0x78, 9];
    pipe.big_endian = true;
    assert.equal(pipe.get_u32(), 0x12345678);
    assert.deepEqual(pipe.put_partial_data(bytes(1, 2, 3)), [OK, 2]);
    assert.equal(pipe.put_data(bytes(3, 4, 5, 6, 7)), OK);
    assert.deepEqual(pipe.outgoing, [1, 2, 3, 4, 5, 6, 7]);
  });

  it('has its errors reported, with what was taken before', () => {
    const pipe = new Pipe();
    pipe.error = ERR_CONNECTION_ERROR;
    assert.deepEqual(pipe.get_partial_data(1), [ERR_CONNECTION_ERROR, bytes()]);
    assert.deepEqual(pipe.get_data(1), [ERR_CONNECTION_ERROR, bytes()]);
    assert.deepEqual(pipe.put_partial_data(bytes(1)), [ERR_CONNECTION_ERROR, 0]);
    assert.equal(pipe.put_data(bytes(1)), ERR_CONNECTION_ERROR);
    pipe.put_u8(1);
    assert.deepEqual(warnings, ['StreamPeer.put_u8: the stream did not take all 1 bytes: ERR_CONNECTION_ERROR']);

    class FailsThird extends Pipe {
      protected override _get_partial_data(count: number): [GodotError, Uint8Array] {
        return this.reads === 2 ? [FAILED, bytes()] : super._get_partial_data(count);
      }
    }
    const failing = new FailsThird();
    failing.piece = 1;
    failing.incoming = [1, 2, 3];
    assert.deepEqual(failing.get_data(3), [FAILED, bytes(1, 2)]);
  });

  it('is asked for nothing when nothing is wanted', () => {
    const pipe = new Pipe();
    pipe.error = FAILED;
    assert.deepEqual(pipe.get_data(0), [OK, bytes()]);
    assert.equal(pipe.put_data(bytes()), OK);
    assert.deepEqual(pipe.put_partial_data(bytes()), [OK, 0]);
  });

  it('warns once of a repeated fault, until it succeeds', () => {
    const pipe = new Pipe();
    pipe.room = 0;
    for (let i = 0; i < 5; i++) pipe.put_u8(1);
    assert.equal(warnings.length, 1);
    pipe.room = 1;
    pipe.put_u8(1);
    pipe.room = 0;
    pipe.put_u8(1);
    assert.equal(warnings.length, 2);
  });

  it('without any hook gives ERR_UNAVAILABLE', () => {
    class Nothing extends StreamPeer {}
    const nothing = new Nothing();
    assert.equal(nothing.get_available_bytes(), 0);
    assert.deepEqual(nothing.get_data(1), [ERR_UNAVAILABLE, bytes()]);
    assert.deepEqual(nothing.get_partial_data(1), [ERR_UNAVAILABLE, bytes()]);
    assert.equal(nothing.put_data(bytes(1)), ERR_UNAVAILABLE);
    assert.deepEqual(nothing.put_partial_data(bytes(1)), [ERR_UNAVAILABLE, 0]);
    assert.equal(nothing.get_u32(), 0);
    assert.equal(nothing.get_string(), '');
  });
});

describe('a stream made with the public methods', () => {
  it('serves the readers and writers', () => {
    const peer = new PublicMethods();
    peer.big_endian = true;
    assert.equal(peer.get_u32(), 0x12341234);
    assert.equal(peer.get_u8(), 0x12);
    assert.equal(peer.get_u16(), 0x3412);
    assert.equal(peer.get_string(2), '4\x12');
    assert.deepEqual(peer.get_data(4), [OK, bytes(0x34, 0x12, 0x34, 0x12)]);
    peer.put_u32(0x01020304);
    assert.deepEqual(peer.written, [bytes(1, 2), bytes(3, 4)]);
  });

  it('serves them with its own get_data, too, and loses nothing to a short read', () => {
    class OwnGetData extends StreamPeer {
      incoming = [1, 2, 3];
      override get_data(count: number): [GodotError, Uint8Array] {
        const data = Uint8Array.from(this.incoming.splice(0, count));
        return [data.length === count ? OK : FAILED, data];
      }
    }
    const peer = new OwnGetData();
    assert.equal(peer.get_u32(), 0);
    peer.incoming.push(4, 5);
    assert.equal(peer.get_u32(), 0x04030201);
    assert.equal(peer.get_u8(), 5);
  });
});

describe('too little on a stream that cannot wait', () => {
  it('get_data gives what there was, with ERR_UNAVAILABLE', () => {
    const pipe = new Pipe();
    pipe.incoming = [1, 2];
    assert.deepEqual(pipe.get_data(3), [ERR_UNAVAILABLE, bytes(1, 2)]);
    assert.deepEqual(pipe.get_data(3), [ERR_UNAVAILABLE, bytes()]);
  });

  it('put_data says that not all was taken', () => {
    const pipe = new Pipe();
    pipe.room = 0;
    assert.equal(pipe.put_data(bytes(1, 2)), ERR_UNAVAILABLE);
  });

  it('readers of numbers give 0 and lose nothing', () => {
    const pipe = new Pipe();
    for (const [reader, value, big] of layouts) {
      pipe.big_endian = true;
      for (const byte of big) {
        assert.equal(Number(pipe[reader]()), 0);
        pipe.incoming.push(byte);
      }
      assert.equal(pipe.get_available_bytes(), big.length);
      assert.ok(Object.is(pipe[reader](), value));
    }
  });

  it('readers of text give an empty text and lose nothing, not even the count', () => {
    const buffer = new StreamPeerBuffer();
    buffer.put_string('hello');
    const pipe = new Pipe();
    for (const byte of buffer.data_array) {
      assert.equal(pipe.get_string(), '');
      assert.equal(pipe.get_utf8_string(), '');
      assert.equal(pipe.get_utf8_string(9), '');
      pipe.incoming.push(byte);
    }
    assert.equal(pipe.get_available_bytes(), 9);
    assert.equal(pipe.get_string(), 'hello');
    assert.equal(pipe.get_available_bytes(), 0);
  });

  it('what a reader left is read by whatever comes next, in order', () => {
    const fill = (): Pipe => {
      const pipe = new Pipe();
      pipe.incoming = [3, 0, 0, 0, 7];
      assert.equal(pipe.get_string(), '');
      pipe.incoming.push(8);
      assert.equal(pipe.get_available_bytes(), 6);
      return pipe;
    };
    assert.deepEqual(fill().get_data(6), [OK, bytes(3, 0, 0, 0, 7, 8)]);
    assert.deepEqual(fill().get_data(9), [ERR_UNAVAILABLE, bytes(3, 0, 0, 0, 7, 8)]);
    const partial = fill();
    assert.deepEqual(partial.get_partial_data(4), [OK, bytes(3, 0, 0, 0)]);
    assert.deepEqual(partial.get_partial_data(9), [OK, bytes(7)]);
    assert.deepEqual(partial.get_partial_data(9), [OK, bytes(8)]);
    const number = fill();
    assert.equal(number.get_u8(), 3);
    assert.equal(number.get_u32(), 0x07000000);
    assert.equal(number.get_u16(), 0);
    assert.equal(number.get_u8(), 8);
    const text = fill();
    text.incoming.push(9, 10);
    assert.equal(text.get_string(), '\x07\x08\x09');
    assert.equal(text.get_u8(), 10);
  });

  it('what a reader left is gone when the stream begins anew', () => {
    class Reconnects extends Pipe {
      reconnect(): void {
        this.incoming = [];
        this._forget_unread();
      }
    }
    const pipe = new Reconnects();
    pipe.incoming = [1, 2];
    assert.equal(pipe.get_u32(), 0);
    pipe.reconnect();
    assert.equal(pipe.get_available_bytes(), 0);
    pipe.incoming = [3];
    assert.equal(pipe.get_u8(), 3);
  });

  it('reads the same values however the bytes come in pieces', () => {
    const written = new StreamPeerBuffer();
    for (const [reader, value] of layouts) write(written, reader, value);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
        const pipe = new Pipe();
        const data = written.data_array;
        let at = 0;
        let turn = 0;
        for (const [reader, value, big] of layouts) {
          let got = pipe[reader]();
          while (!Object.is(got, value)) {
            assert.ok(pipe.get_available_bytes() < big.length);
            const size = sizes[turn++ % sizes.length]!;
            pipe.incoming.push(...data.subarray(at, at + size));
            at += size;
            got = pipe[reader]();
          }
        }
      }),
    );
  });
});

describe('a stream that can wait', () => {
  it('waits until all is there', () => {
    const pipe = new WaitingPipe();
    pipe.incoming = [1];
    pipe.happenings = [
      () => pipe.incoming.push(2),
      () => undefined,
      () => pipe.incoming.push(3, 4),
      () => pipe.incoming.push(5, 0, 0, 0, 6),
    ];
    assert.deepEqual(pipe.get_data(3), [OK, bytes(1, 2, 3)]);
    pipe.big_endian = true;
    assert.equal(pipe.get_u32(), 0x04050000);
    assert.equal(pipe.happenings.length, 0);
    assert.ok(pipe.waits.every((ms) => ms > 0 && Number.isFinite(ms)));
  });

  it('waits for a whole text', () => {
    const pipe = new WaitingPipe();
    pipe.happenings = [
      () => pipe.incoming.push(2, 0, 0),
      () => pipe.incoming.push(0, 65),
      () => pipe.incoming.push(66),
    ];
    assert.equal(pipe.get_string(), 'AB');
  });

  it('waits until all is taken', () => {
    const pipe = new WaitingPipe();
    pipe.room = 0;
    pipe.happenings = [
      () => {
        pipe.room = 1;
      },
    ];
    assert.equal(pipe.put_data(bytes(1, 2, 3)), OK);
    assert.deepEqual(pipe.outgoing, [1, 2, 3]);
  });

  it('ends when there is nothing to wait for any more', () => {
    const pipe = new WaitingPipe();
    pipe.incoming = [1];
    pipe.happenings = [() => pipe.incoming.push(2)];
    assert.deepEqual(pipe.get_data(5), [ERR_UNAVAILABLE, bytes(1, 2)]);
    pipe.happenings = [
      () => {
        pipe.error = ERR_CONNECTION_ERROR;
      },
    ];
    assert.deepEqual(pipe.get_data(5), [ERR_CONNECTION_ERROR, bytes()]);
    assert.equal(pipe.put_data(bytes(1)), ERR_CONNECTION_ERROR);
  });

  it('never waits for a part', () => {
    const pipe = new WaitingPipe();
    pipe.room = 0;
    assert.deepEqual(pipe.get_partial_data(1), [OK, bytes()]);
    assert.deepEqual(pipe.put_partial_data(bytes(1)), [OK, 0]);
    assert.deepEqual(pipe.waits, []);
  });
});

describe('wrong arguments', () => {
  it('counts below zero and fractions take nothing', () => {
    for (const count of [-1, 0.5, NaN, Infinity, -Infinity]) {
      const peer = over(1, 2, 3);
      assert.deepEqual(peer.get_data(count), [ERR_INVALID_PARAMETER, bytes()]);
      assert.deepEqual(peer.get_partial_data(count), [ERR_INVALID_PARAMETER, bytes()]);
      assert.equal(peer.get_available_bytes(), 3);
    }
    assert.match(warnings.join(), /StreamPeer.get_data: -1 is no number of bytes/);
  });

  it('wrong types are a TypeError', () => {
    const peer = new StreamPeerBuffer();
    for (const wrong of ['1', null, undefined, 1n]) {
      assert.throws(() => peer.get_data(wrong as unknown as number), TypeError);
      assert.throws(() => peer.get_partial_data(wrong as unknown as number), TypeError);
    }
    for (const wrong of ['text', [1], null, new ArrayBuffer(1), new Uint16Array(1)]) {
      assert.throws(() => peer.put_data(wrong as unknown as Uint8Array), TypeError);
      assert.throws(() => peer.put_partial_data(wrong as unknown as Uint8Array), TypeError);
    }
  });
});
