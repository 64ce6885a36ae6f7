/** How the page looks: on a phone and in the dark; and what machines can check of its accessibility. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type * as Axe from 'axe-core';
import type { Page } from 'playwright-core';
import { phone, openPlayground as open, whereChromiumIs, type OpenPage } from './open-page.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong by WCAG 2.2 A and AA, one line each. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
  });
}

/** Brings everything on the page that it can show. */
async function fill({ page, sample, choose, verdict, form }: OpenPage): Promise<void> {
  await choose('Steam');
  for (const name of ['Parameters', 'Refused by CORS', 'Upload']) {
    await sample(name);
    await verdict();
  }
  await form.evaluate((node) => {
    for (const details of node.querySelectorAll('details')) details.open = true;
  });
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
}

const settings = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', phone],
] as const;

describe('the page', whereChromiumIs, () => {
  for (const [name, options] of settings) {
    it(`has no fault in its accessibility that axe finds: ${name}`, async () => {
      await open(async (seen) => {
        assert.deepEqual(await findings(seen.page), []);
        await fill(seen);
        for (const tab of ['Headers', 'Code', 'Body'] as const) {
          await seen.tab(tab);
          assert.deepEqual(await findings(seen.page), [], tab);
        }
        await seen.page.getByRole('option', { name: /failed/ }).click();
        assert.deepEqual(await findings(seen.page), [], 'a failed request');
      }, options);
    });
  }

  it('never has to be scrolled sideways on a phone', async () => {
    await open(async (seen) => {
      const width = (): Promise<number> => seen.page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(await width(), 360);
      await fill(seen);
      for (const tab of ['Body', 'Headers', 'Code'] as const) {
        await seen.tab(tab);
        assert.equal(await width(), 360, tab);
      }
      await seen.sample('Eight parallel');
      await seen.verdict();
      assert.equal(await width(), 360, 'eight requests');
    }, phone);
  });

  it('shows a person on a phone what came of a request', async () => {
    await open(async ({ sample, verdict, waterfall }) => {
      await sample('JSON');
      await verdict();
      const { top, bottom, height } = await waterfall.evaluate((node) => {
        const box = node.getBoundingClientRect();
        return { top: box.top, bottom: box.bottom, height: innerHeight };
      });
      assert.ok(top >= 0 && bottom <= height, `${top} to ${bottom} of ${height}`);
    }, phone);
  });
});

describe('the colours', whereChromiumIs, () => {
  const ground = (page: Page): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  it('are the system’s, until a person switches, and then stay so', async () => {
    await open(
      async ({ page }) => {
        const light = await ground(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        const dark = await ground(page);
        assert.notEqual(dark, light);
        await page.getByLabel('Light', { exact: true }).check();
        assert.equal(await ground(page), light);
        await page.reload();
        assert.equal(await ground(page), light);
        assert.equal(await page.getByLabel('Light', { exact: true }).isChecked(), true);
        await page.getByLabel('System', { exact: true }).check();
        assert.equal(await ground(page), dark);
      },
      { colorScheme: 'light' },
    );
  });
});
