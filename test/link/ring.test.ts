import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RingReader, RingWriter, allocateRing } from '#src/link/index.js';

function pair(capacity: number): { writer: RingWriter; reader: RingReader } {
  const memory = allocateRing(capacity);
  return { writer: new RingWriter(memory), reader: new RingReader(memory) };
}

function readAll(reader: RingReader, limit = Infinity): number[] {
  const out: number[] = [];
  while (out.length < limit) {
    const count = Math.min(reader.contiguous(), limit - out.length);
    if (count === 0) break;
    out.push(...reader.bytes.subarray(reader.offset, reader.offset + count));
    reader.consume(count);
  }
  return out;
}

describe('a ring of bytes', () => {
  it('is empty and has all its room at first', () => {
    const { writer, reader } = pair(16);
    assert.equal(writer.free(), 16);
    assert.equal(reader.available(), 0);
    assert.equal(reader.sealed(), false);
  });

  it('takes no more than fits, and gives it back in order across the wrap', () => {
    const { writer, reader } = pair(8);
    assert.equal(writer.write(Uint8Array.of(1, 2, 3, 4, 5, 6)), 6);
    assert.deepEqual(readAll(reader, 4), [1, 2, 3, 4]);
    assert.equal(writer.write(Uint8Array.of(7, 8, 9, 10, 11, 12, 13, 14)), 6);
    assert.equal(writer.free(), 0);
    assert.equal(reader.contiguous(), 4);
    assert.deepEqual(readAll(reader), [5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('hands out room that never overlaps what is unread', () => {
    const { writer, reader } = pair(8);
    writer.write(Uint8Array.of(1, 2, 3, 4, 5));
    reader.consume(2);
    assert.equal(writer.room(writer.free()).length, 3);
    writer.publish(3);
    assert.equal(writer.room(writer.free()).length, 2);
  });

  it('keeps counting right when its counters pass 2^31 and 2^32', () => {
    const { writer, reader } = pair(8);
    for (const jump of [0x7ffffff8, 0x7ffffff8, 0x10]) {
      writer.publish(jump);
      reader.consume(jump);
      assert.equal(writer.free(), 8);
      assert.equal(writer.write(Uint8Array.of(1, 2, 3)), 3);
      assert.equal(reader.available(), 3);
      assert.deepEqual(readAll(reader), [1, 2, 3]);
    }
  });

  it('gives the same bytes for any sequence of writes and reads', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.nat(40)), { maxLength: 60 }), (steps) => {
        const { writer, reader } = pair(32);
        const wrote: number[] = [];
        const read: number[] = [];
        for (const step of steps) {
          if (typeof step === 'number') read.push(...readAll(reader, step));
          else wrote.push(...step.subarray(0, writer.write(step)));
          assert.ok(writer.free() >= 0 && writer.free() + reader.available() === 32);
        }
        read.push(...readAll(reader));
        assert.deepEqual(read, wrote);
      }),
    );
  });

  it('copies what was not read, also where it wraps', () => {
    const memory = allocateRing(16);
    const writer = new RingWriter(memory);
    const reader = new RingReader(memory);
    assert.deepEqual([...writer.unread()], []);
    writer.write(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    reader.consume(8);
    writer.write(Uint8Array.of(11, 12, 13, 14, 15, 16, 17, 18));
    assert.deepEqual([...writer.unread()], [9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    reader.consume(10);
    assert.deepEqual([...writer.unread()], []);
  });

  it('says when it is sealed', () => {
    const { writer, reader } = pair(8);
    writer.seal();
    assert.equal(reader.sealed(), true);
  });
});
