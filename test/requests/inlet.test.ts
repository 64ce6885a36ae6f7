import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Inlet } from '#src/requests/inlet.js';
import { FIRST_CAPACITY, LAST_CAPACITY, RingReader, STALLED, allocateRing } from '#src/link/index.js';

interface Setup {
  readonly inlet: Inlet;
  readonly control: Int32Array;
  readonly rings: RingReader[];
}

function makeInlet(largest = LAST_CAPACITY): Setup {
  const memory = allocateRing(FIRST_CAPACITY);
  const control = new Int32Array(memory, 0, 16);
  const rings = [new RingReader(memory)];
  const inlet = new Inlet(memory, control, largest, {
    published: () => undefined,
    grown: (next) => rings.push(new RingReader(next)),
  });
  return { inlet, control, rings };
}

/** Reads as a socket does: fills the room it was given, until it is told to stop. */
function fill({ onread }: Inlet): number {
  let total = 0;
  for (;;) {
    const room = onread.buffer();
    assert.ok(room.length > 0, 'a socket must always have room to read into');
    total += room.length;
    if (!onread.callback(room.length)) return total;
  }
}

describe('the inlet of a stream', () => {
  it('stops the socket when the ring is nearly full, and leaves it some room even then', () => {
    const { inlet, control } = makeInlet();
    const total = fill(inlet);
    assert.ok(total < FIRST_CAPACITY);
    assert.equal(Atomics.load(control, STALLED), 1);
    assert.ok(inlet.onread.buffer().length > 0);
  });

  it('goes on in a larger ring when the caller drained a full one', () => {
    const { inlet, control, rings } = makeInlet();
    const before = fill(inlet);
    rings[0]!.consume(before);
    Atomics.store(control, STALLED, 0);
    assert.equal(inlet.makeRoom(), true);
    const room = inlet.onread.buffer();
    inlet.onread.callback(room.length);
    assert.equal(rings.length, 2);
    assert.equal(rings[0]!.sealed(), true);
    assert.equal(rings[0]!.available(), room.length);
    assert.ok(rings[1]!.capacity > FIRST_CAPACITY);
  });

  it('does not grow beyond what it may', () => {
    const { inlet, control, rings } = makeInlet(2 * FIRST_CAPACITY);
    for (let ring = 0; ring < 4; ring++) {
      fill(inlet);
      for (const one of rings) one.consume(one.available());
      Atomics.store(control, STALLED, 0);
      assert.equal(inlet.makeRoom(), true);
    }
    assert.deepEqual(
      rings.map(({ capacity }) => capacity),
      [FIRST_CAPACITY, 2 * FIRST_CAPACITY],
    );
  });

  it('stays stopped when it is told to go on although the ring is still full', () => {
    const { inlet, control } = makeInlet();
    fill(inlet);
    Atomics.store(control, STALLED, 0);
    assert.equal(inlet.makeRoom(), false);
    assert.equal(Atomics.load(control, STALLED), 1);
  });

  it('keeps bytes that were pushed and do not fit, in order', () => {
    const { inlet, control, rings } = makeInlet();
    const data = new Uint8Array(FIRST_CAPACITY + 1000).map((_, i) => i % 251);
    assert.equal(inlet.push(data), false);
    const received: number[] = [];
    const take = (ring: RingReader): void => {
      while (ring.contiguous() > 0) {
        received.push(...ring.bytes.subarray(ring.offset, ring.offset + Math.min(ring.contiguous(), 10_000)));
        ring.consume(Math.min(ring.contiguous(), 10_000));
      }
    };
    take(rings[0]!);
    Atomics.store(control, STALLED, 0);
    assert.equal(inlet.makeRoom(), true);
    for (const ring of rings) take(ring);
    assert.deepEqual(Uint8Array.from(received), data);
  });
});
