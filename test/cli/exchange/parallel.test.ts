import assert from 'node:assert/strict';
import { it } from 'node:test';
import { inParallel } from '#src/cli/exchange/parallel.js';

it('has no more at a time than it may, begins in order, and gives the results in order', async () => {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3, 0], 2, async (item) => {
    begun.push(item);
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    return item * 10;
  });
  assert.deepEqual([begun, results, most], [[5, 1, 4, 2, 3, 0], [50, 10, 40, 20, 30, 0], 2]);
});

it('begins nothing more after a rejection', async () => {
  const begun: number[] = [];
  const work = (item: number): Promise<void> => {
    begun.push(item);
    return item === 2 ? Promise.reject(new Error('two')) : Promise.resolve();
  };
  await assert.rejects(inParallel([1, 2, 3, 4], 1, work), /two/);
  assert.deepEqual(begun, [1, 2]);
});
