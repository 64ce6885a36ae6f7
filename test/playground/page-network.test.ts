/** Networks that let nothing through: the page says why, and nothing stays under way. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asSeen, openPlayground as open, recordComplaints, whereChromiumIs } from './open-page.js';

for (const via of ['HTTPClient', 'Steam'] as const) {
  describe(`a request through ${via}`, whereChromiumIs, () => {
    it('fails with a sentence while the browser is offline, and works again after', async () => {
      await open(async ({ page, choose, sample, verdict, detail }) => {
        await choose(via);
        await page.context().setOffline(true);
        await sample('JSON');
        assert.match(await verdict(), /: failed after/);
        assert.match((await detail.locator('.complaint').textContent()) ?? '', /offline/);
        await page.context().setOffline(false);
        await sample('JSON');
        assert.match(await verdict(), /: 200, /);
      });
    });

    it('fails with a sentence when a page of https asks for http', async () => {
      await open(async ({ page: other, playground }) => {
        const page = await other.context().newPage();
        const complaints = recordComplaints(page);
        // The playground, as it would be behind a server with TLS.
        await page.route('https://playground.test/**', (route) => {
          const asset = playground.assets.get(new URL(route.request().url()).pathname);
          if (asset === undefined) return route.fulfill({ status: 404 });
          return route.fulfill({ contentType: asset.type, body: Buffer.from(asset.body) });
        });
        await page.goto(
          `https://playground.test/#interface=${via === 'Steam' ? 'steam' : 'godot'}&url=http://plain.test/`,
        );
        const { form, detail, verdict } = asSeen(page, playground, complaints);
        await form.getByRole('button', { name: 'Run' }).click();
        assert.match(await verdict(), /: failed after/);
        assert.match((await detail.locator('.complaint').textContent()) ?? '', /https/);
        assert.deepEqual(complaints, []);
      });
    });
  });
}
