/** The unread part of a body: every byte in order, in memory of its own, and a bound on how much there is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { UnreadBody } from '#src/web/godot/unread-body.js';

const KIB = 1024;

/** A piece in memory of its own, or within some that is larger. */
const piece = fc
  .tuple(fc.uint8Array({ maxLength: 40 }), fc.boolean())
  .map(([bytes, alone]) => (alone ? bytes.slice() : Uint8Array.from([1, ...bytes, 2]).subarray(1, -1)));

describe('UnreadBody', () => {
  it('gives back what was put in, however it is taken', () => {
    const steps = fc.array(fc.oneof(piece, fc.integer({ min: 0, max: 60 })));
    fc.assert(
      fc.property(steps, (all) => {
        const body = new UnreadBody();
        const put: number[] = [];
        const taken: number[] = [];
        for (const step of all) {
          if (typeof step === 'number') {
            const bytes = body.take(step, null);
            assert.equal(bytes.length, Math.min(step, put.length - taken.length));
            assert.equal(bytes.byteLength, bytes.buffer.byteLength);
            taken.push(...bytes);
            bytes.fill(0);
          } else {
            body.push(step);
            put.push(...step);
          }
          assert.equal(body.length, put.length - taken.length);
        }
        taken.push(...body.take(Infinity, null));
        assert.deepEqual(taken, put);
      }),
    );
  });

  it('gives a piece on without a copy when it is wanted as it came', () => {
    const body = new UnreadBody();
    const whole = new Uint8Array(1000);
    body.push(whole);
    assert.equal(body.take(1000, null), whole);
    body.push(whole);
    assert.equal(body.take(5000, null), whole);
    body.push(whole);
    body.push(whole);
    assert.equal(body.take(2000, null).length, 2000);
  });

  it('has room for 256 KiB at first, and for four times as much whenever it was found full, up to 4 MiB', () => {
    const body = new UnreadBody();
    const rooms: number[] = [];
    for (let i = 0; i < 4; i++) {
      while (body.hasRoom) body.push(new Uint8Array(64 * KIB));
      rooms.push(body.length / KIB);
      body.take(Infinity, null);
    }
    assert.deepEqual(rooms, [256, 1024, 4096, 4096]);
  });

  it('keeps its room for a program that reads before it is full', () => {
    const body = new UnreadBody();
    for (let i = 0; i < 10; i++) {
      body.push(new Uint8Array(200 * KIB));
      assert.equal(body.hasRoom, true);
      body.take(Infinity, null);
    }
    body.push(new Uint8Array(256 * KIB));
    assert.equal(body.hasRoom, false);
  });
});
