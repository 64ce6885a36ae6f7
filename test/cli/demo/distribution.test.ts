import assert from 'node:assert/strict';
import { it } from 'node:test';
import { distributionOf } from '#src/cli/demo/distribution.js';

it('describes no samples with zeros', () => {
  assert.deepEqual(distributionOf([]), { count: 0, mean: 0, p50: 0, p99: 0, max: 0 });
});

it('describes one sample with itself', () => {
  assert.deepEqual(distributionOf([7]), { count: 1, mean: 7, p50: 7, p99: 7, max: 7 });
});

it('takes percentiles by nearest rank, whatever the order of the samples', () => {
  const samples = Array.from({ length: 200 }, (_, index) => 200 - index);
  assert.deepEqual(distributionOf(samples), { count: 200, mean: 100.5, p50: 100, p99: 198, max: 200 });
});

it('sorts as numbers, not as text', () => {
  assert.equal(distributionOf([10, 9, 100]).p50, 10);
});

it('leaves the samples in the order they have', () => {
  const samples = [3, 1, 2];
  distributionOf(samples);
  assert.deepEqual(samples, [3, 1, 2]);
});
