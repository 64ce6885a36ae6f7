/** The page's controls: by keyboard alone, kept in the address, and what they refuse. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPlayground as open, whereChromiumIs } from './open-page.js';

describe('the form', whereChromiumIs, () => {
  it('is filled and sent by keyboard alone, and the answer is looked at', async () => {
    await open(
      async ({ page, detail, waterfall, verdict }) => {
        const press = (key: string): Promise<void> => page.keyboard.press(key);
        const focused = (): Promise<string> =>
          page.evaluate(() => {
            const { activeElement } = document;
            const label = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0] : activeElement;
            return label?.textContent ?? '';
          });
        const tabTo = async (label: string): Promise<void> => {
          for (let count = 0; count < 60; count++) {
            await press('Tab');
            if ((await focused()).startsWith(label)) return;
          }
          assert.fail(`the Tab key does not get to ${label}`);
        };

        await tabTo('HTTPClient');
        await press('ArrowRight');
        assert.equal(await focused(), 'Steam');
        await tabTo('Address');
        await page.keyboard.type('/samples/hello');
        await press('Enter');
        assert.match(await verdict(), /^Steam: 200, 42 B/);
        assert.match(
          (await page.getByRole('status').textContent()) ?? '',
          /^GET \/samples\/hello with Steam: 200, 42 B in/,
        );
        assert.equal(await focused(), 'Address');

        await press('Control+A');
        await page.keyboard.type('/samples/json');
        await press('Enter');
        await detail.getByRole('heading', { name: 'GET /samples/json' }).waitFor();
        await verdict();

        await tabTo('Clear');
        await press('Tab');
        assert.equal(await waterfall.evaluate((box) => box === document.activeElement), true);
        await press('ArrowUp');
        await detail.getByRole('heading', { name: 'GET /samples/hello' }).waitFor();
        await press('End');
        await detail.getByRole('heading', { name: 'GET /samples/json' }).waitFor();
        const active = await waterfall.getAttribute('aria-activedescendant');
        assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');

        await tabTo('Body');
        await press('ArrowRight');
        assert.equal(await detail.getByRole('tab', { name: 'Headers' }).getAttribute('aria-selected'), 'true');
        await press('End');
        await tabTo('Copy');
        await press('Enter');
        await detail.getByRole('button', { name: 'Copied' }).waitFor();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.match(copied, /^import \{ Steam \} from 'tickwire\/steam';/);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });

  it('has the focus where it can be seen, and comes to every control', async () => {
    await open(async ({ page }) => {
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      const unseen: string[] = [];
      let stops = 0;
      for (; stops < 80; stops++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const { activeElement } = document;
          if (activeElement === null || activeElement === document.body) return null;
          // A segmented choice draws the focus on the word beside its hidden radio button.
          const inside = activeElement.matches('.segmented input') ? activeElement.nextElementSibling : null;
          const { outlineStyle } = getComputedStyle(inside ?? activeElement);
          return { name: `${activeElement.tagName} ${activeElement.textContent}`, seen: outlineStyle !== 'none' };
        });
        if (stop === null) break;
        if (!stop.seen) unseen.push(stop.name);
      }
      assert.deepEqual(unseen, []);
      assert.ok(stops > 20 && stops < 80, `${stops} stops`);
    });
  });

  it('refuses what is no address with a sentence, and sends nothing', async () => {
    await open(async ({ page, form, complaints }) => {
      const address = form.getByLabel('Address');
      await address.fill('example.com');
      await address.press('Enter');
      assert.match((await form.locator('.complaint').textContent()) ?? '', /begins with http/);
      assert.equal(await address.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.locator('.run').count(), 0);
      assert.deepEqual(complaints, []);
    });
  });

  it('has rows for headers that come and go', async () => {
    await open(async ({ form, tab, detail, verdict, page }) => {
      await form.getByText('Headers', { exact: true }).click();
      await form.getByRole('button', { name: 'Add a header' }).click();
      await page.keyboard.type('X-One');
      await page.keyboard.press('Tab');
      await page.keyboard.type('1');
      await form.getByRole('button', { name: 'Add a header' }).click();
      await page.keyboard.type('X-Two');
      await form.getByText('Headers (2)').waitFor();
      await form.getByLabel('Address').fill('/samples/mirror');
      await form.getByRole('button', { name: 'Remove the header X-Two' }).click();
      await form.getByText('Headers (1)').waitFor();
      await form.getByRole('button', { name: 'Run' }).click();
      await verdict();
      await tab('Body');
      const body = (await detail.getByRole('tabpanel', { name: 'Body' }).textContent()) ?? '';
      assert.match(body, /"x-one": "1"/);
      assert.doesNotMatch(body, /x-two/);
    });
  });

  it('shows the options of the chosen interface', async () => {
    await open(async ({ form, choose }) => {
      await form.getByText('Options', { exact: true }).click();
      await form.getByLabel('read_chunk_size').waitFor();
      assert.equal(await form.getByLabel('Stream the response').isVisible(), false);
      await choose('Steam');
      await form.getByLabel('Stream the response').waitFor();
      assert.equal(await form.getByLabel('read_chunk_size').isVisible(), false);
    });
  });

  it('takes a request back that was sent before', async () => {
    await open(async ({ form, detail, sample, verdict }) => {
      await sample('Upload');
      await verdict();
      await sample('JSON');
      await verdict();
      await detail.page().getByRole('option', { name: /echo/ }).click();
      await detail.getByRole('button', { name: 'Edit' }).click();
      assert.equal(await form.getByLabel('Address').inputValue(), '/samples/echo');
      assert.equal(await form.getByLabel('Method').inputValue(), 'POST');
    });
  });
});

describe('the address of the page', whereChromiumIs, () => {
  it('keeps the request over a reload', async () => {
    await open(async ({ page, form, choose }) => {
      await choose('Steam');
      await form.getByLabel('Address').fill('https://example.com/x?y=z');
      await form.getByText('Parameters', { exact: true }).click();
      await form.getByRole('button', { name: 'Add a parameter' }).click();
      await page.keyboard.type('player');
      await page.waitForURL(/parameter=player/);
      await page.reload();
      assert.equal(await page.getByLabel('Steam', { exact: true }).isChecked(), true);
      assert.equal(await form.getByLabel('Address').inputValue(), 'https://example.com/x?y=z');
      await form.getByText('Parameters (1)').waitFor();
    });
  });

  it('shows the request that somebody sent', async () => {
    await open(async ({ page, playground, form }) => {
      await page.goto(`${playground.address}#interface=steam&method=POST&url=/samples/echo&body=hello&stream=false`);
      assert.equal(await form.getByLabel('Method').inputValue(), 'POST');
      assert.equal(await form.getByLabel(/^Text, sent as UTF-8/).inputValue(), 'hello');
      assert.equal(await page.locator('.run').count(), 0, 'nothing is sent before a person says so');
    });
  });
});
