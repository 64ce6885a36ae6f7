/** The vigil: how long the I/O thread's loop is kept awake. */
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Vigil } from '#src/io/vigil.js';

/** The immediates that were asked for while `during` ran: how many, and how many of them wait. */
interface Immediates {
  asked: number;
  waiting: number;
}

async function watchImmediates(during: (immediates: Readonly<Immediates>) => Promise<void>): Promise<Immediates> {
  const original = globalThis.setImmediate;
  const immediates = { asked: 0, waiting: 0 };
  globalThis.setImmediate = ((callback: () => void) => {
    immediates.asked++;
    immediates.waiting++;
    return original(() => {
      immediates.waiting--;
      callback();
    });
  }) as typeof original;
  try {
    await during(immediates);
  } finally {
    globalThis.setImmediate = original;
  }
  return immediates;
}

describe('a vigil', () => {
  it('ends by itself, so that an idle thread sleeps', async () => {
    const vigil = new Vigil();
    const { asked, waiting } = await watchImmediates(async (immediates) => {
      vigil.prolong();
      const begun = performance.now();
      while (immediates.waiting > 0 && performance.now() - begun < 5000) {
        assert.equal(immediates.waiting, 1, 'one look at a time');
        await turn();
      }
    });
    assert.ok(asked >= 1);
    assert.equal(waiting, 0);
  });

  it('is one vigil, however often it is prolonged', async () => {
    const vigil = new Vigil();
    const { asked } = await watchImmediates(() => {
      for (let i = 0; i < 1000; i++) vigil.prolong();
      return Promise.resolve();
    });
    assert.equal(asked, 1);
  });
});
