import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTROL_WORDS, FIRST_CAPACITY, HEAD, RELEASED, SEALED, STATE, TAIL } from '#src/link/layout.js';
import { RingPool } from '#src/link/ring-pool.js';
import { RingReader, RingWriter, allocateRing, type CommonMemory } from '#src/link/index.js';

const wordsOf = (memory: CommonMemory): Int32Array => new Int32Array(memory, 0, CONTROL_WORDS);

describe('a pool of rings', () => {
  it('gives memory back only when the I/O thread has let go of it, and empty then', () => {
    const pool = new RingPool();
    const memory = pool.take();
    const writer = new RingWriter(memory);
    writer.write(Buffer.from('what another stream received'));
    writer.seal();
    new RingReader(memory).consume(5);
    Atomics.store(wordsOf(memory), STATE, 7);
    pool.give(memory);
    assert.notEqual(pool.take(), memory);
    Atomics.store(wordsOf(memory), RELEASED, 1);
    assert.equal(pool.take(), memory);
    for (const word of [STATE, RELEASED, HEAD, SEALED, TAIL]) assert.equal(wordsOf(memory)[word], 0);
    const reader = new RingReader(memory);
    assert.deepEqual([reader.available(), reader.sealed(), reader.capacity], [0, false, FIRST_CAPACITY]);
    assert.notEqual(pool.take(), memory);
  });

  it('takes what is free, whatever stands before it', () => {
    const pool = new RingPool();
    const [first, second, third] = [pool.take(), pool.take(), pool.take()];
    for (const memory of [first, second, third]) pool.give(memory);
    Atomics.store(wordsOf(second), RELEASED, 1);
    assert.equal(pool.take(), second);
  });

  it('keeps a limited number', () => {
    const pool = new RingPool();
    const given = Array.from({ length: 100 }, () => allocateRing(FIRST_CAPACITY));
    for (const memory of given) {
      Atomics.store(wordsOf(memory), RELEASED, 1);
      pool.give(memory);
    }
    const taken = Array.from({ length: 100 }, () => pool.take());
    assert.equal(taken.filter((memory) => given.includes(memory)).length, 32);
  });
});
