/** StreamPeerBuffer: its array, its cursor, and what happens at the end of the array. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { GodotError } from '#src/godot/error.js';
import { StreamPeerBuffer } from '#src/godot/stream-peer-buffer.js';
import { set_logger } from '#src/log.js';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

const over = (...values: number[]): StreamPeerBuffer => {
  const peer = new StreamPeerBuffer();
  peer.data_array = bytes(...values);
  return peer;
};

let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
  set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
});
afterEach(() => {
  set_logger(null);
});

describe('data_array', () => {
  it('is empty at first', () => {
    const peer = new StreamPeerBuffer();
    assert.deepEqual(peer.data_array, bytes());
    assert.equal(peer.get_size(), 0);
    assert.equal(peer.get_position(), 0);
    assert.equal(peer.get_available_bytes(), 0);
  });

  it('is a copy when read and when set', () => {
    const given = bytes(1, 2, 3);
    const peer = new StreamPeerBuffer();
    peer.set_data_array(given);
    given[0] = 9;
    assert.deepEqual(peer.get_data_array(), bytes(1, 2, 3));
    peer.data_array[1] = 9;
    assert.deepEqual(peer.data_array, bytes(1, 2, 3));
    const [, read] = peer.get_data(3);
    read[2] = 9;
    assert.deepEqual(peer.data_array, bytes(1, 2, 3));
  });

  it('puts the cursor at the start when set', () => {
    const peer = over(1, 2, 3);
    peer.seek(2);
    peer.data_array = bytes(4, 5);
    assert.equal(peer.get_position(), 0);
    assert.deepEqual(peer.get_data(2), [GodotError.OK, bytes(4, 5)]);
  });

  it('takes what was sliced off a larger array', () => {
    const peer = new StreamPeerBuffer();
    peer.data_array = bytes(0, 1, 2, 3).subarray(1, 3);
    assert.deepEqual(peer.data_array, bytes(1, 2));
  });

  it('is a Uint8Array', () => {
    const peer = over(1);
    for (const wrong of ['text', [1], null, new ArrayBuffer(1)]) {
      assert.throws(() => {
        peer.data_array = wrong as unknown as Uint8Array;
      }, TypeError);
    }
    assert.deepEqual(peer.data_array, bytes(1));
  });
});

describe('writing', () => {
  it('overwrites from the cursor on and grows the array', () => {
    const peer = over(1, 2, 3);
    peer.seek(2);
    assert.equal(peer.put_data(bytes(7, 8)), GodotError.OK);
    assert.deepEqual(peer.data_array, bytes(1, 2, 7, 8));
    assert.equal(peer.get_position(), 4);
    peer.seek(0);
    assert.deepEqual(peer.put_partial_data(bytes(9)), [GodotError.OK, 1]);
    assert.deepEqual(peer.data_array, bytes(9, 2, 7, 8));
    assert.equal(peer.get_available_bytes(), 3);
  });

  it('stays cheap for many small writes', () => {
    const peer = new StreamPeerBuffer();
    for (let i = 0; i < 200_000; i++) peer.put_u8(i);
    assert.equal(peer.get_size(), 200_000);
    assert.equal(peer.data_array[199_999], 199_999 % 256);
  });
});

describe('reading at the end', () => {
  it('get_data gives what is left with ERR_INVALID_PARAMETER', () => {
    const peer = over(1, 2, 3);
    assert.deepEqual(peer.get_data(5), [GodotError.ERR_INVALID_PARAMETER, bytes(1, 2, 3)]);
    assert.equal(peer.get_position(), 3);
    assert.deepEqual(peer.get_data(1), [GodotError.ERR_INVALID_PARAMETER, bytes()]);
    assert.deepEqual(peer.get_data(0), [GodotError.OK, bytes()]);
  });

  it('get_partial_data gives what is left, then ERR_FILE_EOF', () => {
    const peer = over(1, 2, 3);
    assert.deepEqual(peer.get_partial_data(2), [GodotError.OK, bytes(1, 2)]);
    assert.deepEqual(peer.get_partial_data(2), [GodotError.OK, bytes(3)]);
    assert.deepEqual(peer.get_partial_data(2), [GodotError.ERR_FILE_EOF, bytes()]);
    assert.deepEqual(peer.get_partial_data(0), [GodotError.OK, bytes()]);
  });

  it('readers give 0 and reach the end, so that a loop over the array ends', () => {
    const peer = over(1, 0, 2, 0, 3);
    const numbers: number[] = [];
    while (peer.get_available_bytes() > 0) numbers.push(peer.get_u16());
    assert.deepEqual(numbers, [1, 2, 0]);
    assert.equal(peer.get_position(), 5);
    peer.seek(0);
    assert.equal(peer.get_u64(), 0n);
    assert.equal(peer.get_string(), '');
  });
});

describe('the cursor', () => {
  it('goes anywhere from the start to the end', () => {
    const peer = over(1, 2, 3);
    peer.seek(3);
    assert.equal(peer.get_position(), 3);
    peer.seek(1);
    assert.equal(peer.get_u8(), 2);
    assert.deepEqual(warnings, []);
  });

  it('stays where it is when sent outside', () => {
    const peer = over(1, 2, 3);
    peer.seek(1);
    for (const position of [-1, 4, 0.5, NaN, Infinity]) {
      peer.seek(position);
      assert.equal(peer.get_position(), 1);
    }
    assert.match(warnings.join(), /StreamPeerBuffer.seek: -1 is outside the array: give an integer from 0 to 3/);
    assert.throws(() => {
      peer.seek('1' as unknown as number);
    }, TypeError);
  });
});

describe('resize', () => {
  it('appends zeros, or cuts and keeps the cursor inside', () => {
    const peer = over(1, 2, 3);
    peer.seek(3);
    peer.resize(5);
    assert.deepEqual(peer.data_array, bytes(1, 2, 3, 0, 0));
    assert.equal(peer.get_position(), 3);
    peer.resize(2);
    assert.equal(peer.get_position(), 2);
    peer.resize(4);
    assert.deepEqual(peer.data_array, bytes(1, 2, 0, 0), 'what was cut does not come back');
    peer.resize(0);
    assert.equal(peer.get_size(), 0);
  });

  it('changes nothing for what is no size, or too large', () => {
    const peer = over(1, 2);
    for (const size of [-1, 1.5, NaN, Infinity, 2 ** 53]) {
      peer.resize(size);
      assert.deepEqual(peer.data_array, bytes(1, 2));
    }
    assert.match(warnings.join(), /resize: -1 is no size.*resize: there is no memory for 9007199254740992 bytes/);
    assert.throws(() => {
      peer.resize('1' as unknown as number);
    }, TypeError);
  });
});

describe('clear and duplicate', () => {
  it('clear empties the array and puts the cursor at the start', () => {
    const peer = over(1, 2, 3);
    peer.seek(2);
    peer.clear();
    assert.equal(peer.get_size(), 0);
    assert.equal(peer.get_position(), 0);
    peer.put_u8(7);
    assert.deepEqual(peer.data_array, bytes(7));
  });

  it('duplicate is independent and starts at the start', () => {
    const peer = new StreamPeerBuffer();
    peer.put_data(bytes(1, 2, 3));
    const copy = peer.duplicate();
    assert.ok(copy instanceof StreamPeerBuffer);
    assert.equal(copy.get_position(), 0);
    assert.deepEqual(copy.data_array, bytes(1, 2, 3));
    copy.put_u8(9);
    assert.deepEqual(peer.data_array, bytes(1, 2, 3));
    assert.deepEqual(copy.data_array, bytes(9, 2, 3));
  });
});

describe('any sequence of operations', () => {
  it('does as an array and an index do', () => {
    const data = fc.uint8Array({ maxLength: 200 });
    const size = fc.nat({ max: 300 });
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), data }),
      fc.record({ kind: fc.constantFrom('get' as const, 'seek' as const, 'resize' as const), size }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 50 }), (operations) => {
        const peer = new StreamPeerBuffer();
        let model: number[] = [];
        let at = 0;
        for (const step of operations) {
          if (step.kind === 'put') {
            assert.equal(peer.put_data(step.data), GodotError.OK);
            model.splice(at, step.data.length, ...step.data);
            at += step.data.length;
          } else if (step.kind === 'get') {
            const [, got] = peer.get_data(step.size);
            assert.deepEqual([...got], model.slice(at, at + step.size));
            at = Math.min(at + step.size, model.length);
          } else if (step.kind === 'seek') {
            peer.seek(step.size);
            if (step.size <= model.length) at = step.size;
          } else {
            peer.resize(step.size);
            model = [...model, ...Array<number>(300).fill(0)].slice(0, step.size);
            at = Math.min(at, step.size);
          }
          assert.equal(peer.get_position(), at);
          assert.equal(peer.get_size(), model.length);
          assert.deepEqual([...peer.data_array], model);
        }
      }),
    );
  });
});
