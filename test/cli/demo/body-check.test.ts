import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BodyCheck, downloadBlock } from '#src/cli/demo/body-check.js';

const block = Uint8Array.from([1, 2, 3, 4, 5]);
const body = Uint8Array.from([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2]);

function verdictOn(chunks: readonly Uint8Array[]): string | null {
  const check = new BodyCheck(block, body.length);
  for (const chunk of chunks) check.take(chunk);
  return check.verdict();
}

describe('the check of a body', () => {
  it('accepts the body whole, byte by byte and split anywhere', () => {
    assert.equal(verdictOn([body]), null);
    assert.equal(verdictOn(Array.from(body, (byte) => Uint8Array.of(byte))), null);
    for (let at = 0; at <= body.length; at++) {
      assert.equal(verdictOn([body.subarray(0, at), body.subarray(at)]), null);
    }
  });

  it('notices any changed byte', () => {
    for (let at = 0; at < body.length; at++) {
      const changed = Uint8Array.from(body, (byte, index) => (index === at ? byte ^ 0x80 : byte));
      assert.match(verdictOn([changed]) ?? '', /are not those that were sent/);
    }
  });

  it('notices a body that is too short or too long', () => {
    assert.match(verdictOn([body.subarray(1, 1)]) ?? '', /^0 bytes came instead of 12$/);
    assert.match(verdictOn([body.subarray(0, 11)]) ?? '', /^11 bytes came instead of 12$/);
    assert.match(verdictOn([body, Uint8Array.of(3)]) ?? '', /^13 bytes came instead of 12$/);
  });

  it('takes the block once when no length is given', () => {
    const check = new BodyCheck(block);
    check.take(block);
    assert.equal(check.verdict(), null);
  });
});

it('computes the same block of the download every time, with every byte value in it', () => {
  const first = downloadBlock();
  assert.deepEqual(first, downloadBlock());
  assert.equal(new Set(first).size, 256);
});
