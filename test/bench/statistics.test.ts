import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { median, medianRatio, spreadOf } from '../../bench/statistics.js';

describe('medians', () => {
  it('are the middle value, or lie between the two middle ones', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([10, 1, 2, 4]), 3);
    assert.equal(median([7]), 7);
    assert.ok(Number.isNaN(median([])));
  });

  it('leave the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('come with the least and the most', () => {
    assert.deepEqual(spreadOf([10, 2, 9]), { median: 9, min: 2, max: 10 });
  });

  it('of ratios are taken within the rounds', () => {
    // By the medians alone it would be 2: the second round was slow for both.
    assert.equal(medianRatio([20, 3, 30], [10, 1, 10]), 3);
  });
});
