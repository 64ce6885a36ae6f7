// A cache in memory takes what it may, and not more: what the engine needs for each response is counted.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runProgram } from '../../support/child.js';

const CAPACITY = 8 * 1024 * 1024;

for (const size of [0, 5000, 100_000]) {
  it(`the cache takes no more memory than it may, with bodies of ${size} bytes`, async () => {
    const { stdout, stderr } = await runProgram('fills-memory', size, CAPACITY);
    assert.equal(stderr, '');
    const { taken, held } = JSON.parse(stdout) as { taken: number; held: number };
    assert.ok(taken < 1.2 * CAPACITY, `${taken} bytes`);
    assert.ok(held * (size + 3000) > 0.8 * CAPACITY, `${held} responses only`);
  });
}
