/** The strip of frame times. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openPlayground as open, whereChromiumIs } from './open-page.js';

/** Watches the strip for as many frames, and tells how often it changed, and in what time. */
function watch(page: Page, frames: number): Promise<{ changes: number; ms: number }> {
  return page.evaluate(async (count) => {
    const strip = document.querySelector('canvas')!;
    const begun = performance.now();
    let last = strip.toDataURL();
    let changes = 0;
    for (let frame = 0; frame < count; frame++) {
      await new Promise(requestAnimationFrame);
      const now = strip.toDataURL();
      if (now !== last) changes++;
      last = now;
    }
    return { changes, ms: performance.now() - begun };
  }, frames);
}

const figures =
  /^\d+ frames\/s · longest [\d.]+ m?s · (none|\d+) late · library [\d.]+ ms a frame, at most [\d.]+ m?s$/;

describe('the strip of frames', whereChromiumIs, () => {
  it('goes on with every frame while requests run', async () => {
    await open(async ({ page, sample, verdict, detail }) => {
      await page.getByText(/frames\/s/).waitFor();
      await sample('Slow');
      const { changes } = await watch(page, 40);
      assert.ok(changes >= 38, `${changes} changes in 40 frames`);
      assert.match((await page.locator('#frames-figures').textContent()) ?? '', figures);
      await verdict();
      assert.equal(await detail.locator('.path .name').last().textContent(), 'DISCONNECTED');
    });
  });

  it('moves once a second when a person wants little motion', async () => {
    await open(
      async ({ page }) => {
        await page.getByText(/frames\/s/).waitFor();
        const { changes, ms } = await watch(page, 60);
        assert.ok(changes <= ms / 1000 + 1, `${changes} changes in ${ms} ms`);
      },
      { reducedMotion: 'reduce' },
    );
  });

  it('shows frames that take too long', async () => {
    await open(async ({ page }) => {
      await page.getByLabel('Game’s own work').selectOption('25');
      await page.getByText(/ · \d+ late · /).waitFor();
    });
  });
});
