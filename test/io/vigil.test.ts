/** The vigil: how long the I/O thread's loop is kept awake. */
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Vigil } from '#src/io/vigil.js';

/** How many immediates were asked for while `during` ran. */
async function countImmediates(during: () => Promise<void>): Promise<number> {
  const original = globalThis.setImmediate;
  let count = 0;
  globalThis.setImmediate = ((...args: Parameters<typeof original>) => {
    count++;
    return original(...args);
  }) as typeof original;
  try {
    await during();
  } finally {
    globalThis.setImmediate = original;
  }
  return count;
}

describe('a vigil', () => {
  it('ends by itself, so that an idle thread sleeps', async () => {
    const vigil = new Vigil();
    let last = -1;
    const counted = await countImmediates(async () => {
      vigil.prolong();
      // Turns of the loop until a turn came in which the vigil asked for no other.
      const begun = performance.now();
      while (performance.now() - begun < 5000) {
        const before = process.getActiveResourcesInfo().filter((name) => name === 'Immediate').length;
        if (before === 0) break;
        last = before;
        await turn();
      }
    });
    assert.ok(counted >= 1);
    assert.equal(last, 1, 'one look at a time');
  });

  it('is one vigil, however often it is prolonged', async () => {
    const vigil = new Vigil();
    const counted = await countImmediates(() => {
      for (let i = 0; i < 1000; i++) vigil.prolong();
      return Promise.resolve();
    });
    assert.equal(counted, 1);
  });
});
