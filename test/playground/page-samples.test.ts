/** Each sample through both interfaces, as a person sees it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPlayground as open, whereChromiumIs, type OpenPage } from './open-page.js';

interface SampleCase {
  readonly sample: string;
  readonly verdict: RegExp;
  /** What is seen of the body. */
  readonly body: RegExp;
}

// Times have a lower bound alone: others may have the processor.
const samples: readonly SampleCase[] = [
  { sample: 'Text', verdict: /^\w+: 200, 42 B in /, body: /^Text, utf-8.*Hello from the playground’s own server/s },
  { sample: 'JSON', verdict: /: 200, \d+ B in /, body: /^JSON, laid out, utf-8.*"season": 7,\n {2}"players": \[/s },
  { sample: 'Latin-1', verdict: /: 200, /, body: /^Text, windows-1252.*Grüße, olá, ça va\?/s },
  { sample: 'Slow', verdict: /: 200, \d+ B in ([2-9]|\d\d)(\.\d+)? s/, body: /Line 1 of 8\n.*Line 8 of 8\n/s },
  { sample: '20 MB', verdict: /: 200, 20\.0 MB in /, body: /^Bytes, the first 4,096 of 20,000,000.*74 69 63 6b/s },
  { sample: 'Upload', verdict: /: 200, 52 B in /, body: /"player": "Ada",\n/ },
  { sample: 'Parameters', verdict: /: 200, /, body: /"url": "\/samples\/mirror\?player=Zo%C3%AB&season=7"/ },
  { sample: 'Redirect', verdict: /: 200, /, body: /"season": 7/ },
  { sample: 'Error 500', verdict: /: 500, /, body: /The server failed on purpose/ },
  { sample: 'Reset', verdict: /: failed after .*, with status 200$/, body: /./ },
  { sample: 'Timeout', verdict: /^Steam: failed after [1-9]\d*(\.\d+)? s$/, body: /There is no body/ },
  { sample: 'Refused by CORS', verdict: /: failed after /, body: /There is no body/ },
  { sample: 'Other origin', verdict: /: 200, /, body: /"season": 7/ },
];

const failing = new Set(['Reset', 'Timeout', 'Refused by CORS']);

const bodyText = async ({ detail }: OpenPage): Promise<string> =>
  (await detail.getByRole('tabpanel', { name: 'Body' }).textContent()) ?? '';

for (const via of ['HTTPClient', 'Steam'] as const) {
  describe(`a sample through ${via}`, whereChromiumIs, () => {
    it('shows what came of it, each of them', async () => {
      await open(async (seen) => {
        await seen.choose(via);
        for (const { sample, verdict, body } of samples) {
          await seen.sample(sample);
          assert.match(await seen.verdict(), verdict, sample);
          await seen.tab('Body');
          assert.match(await bodyText(seen), body, sample);
          const said = await seen.detail.locator('.complaint').textContent();
          assert.equal((said ?? '') !== '', failing.has(sample), `${sample}: ${said}`);
          await seen.choose(via);
        }
        const rows = await seen.waterfall.getByRole('option').count();
        assert.equal(rows, samples.length);
      });
    });

    it('shows an image', async () => {
      await open(async (seen) => {
        await seen.choose(via);
        await seen.sample('Image');
        await seen.verdict();
        const image = seen.detail.getByRole('img');
        await image.waitFor();
        const width = await image.evaluate(async (picture) => {
          if (!(picture instanceof HTMLImageElement)) return 0;
          await picture.decode();
          return picture.naturalWidth;
        });
        assert.equal(width, 480);
      });
    });

    it('explains a refusal by CORS in a sentence, and says it to those who hear the page', async () => {
      await open(async (seen) => {
        await seen.choose(via);
        await seen.sample('Refused by CORS');
        await seen.verdict();
        assert.match(
          (await seen.detail.locator('.complaint').textContent()) ?? '',
          /CORS.*Access-Control-Allow-Origin/,
        );
        assert.match((await seen.page.getByRole('status').textContent()) ?? '', /samples\/json.*failed.*CORS/);
      });
    });

    it('is cancelled, alone or with all others, and leaves nothing behind', async () => {
      await open(async (seen) => {
        await seen.choose(via);
        await seen.sample('Slow');
        await seen.detail.getByRole('button', { name: 'Cancel' }).click();
        assert.match(await seen.verdict(), /: cancelled after /);
        await seen.sample('Eight parallel');
        await seen.page.getByRole('button', { name: 'Cancel all' }).click();
        assert.match(await seen.verdict(), /: cancelled after /);
        assert.equal(await seen.waterfall.locator('[data-state=cancelled]').count(), 9);
        await seen.page.getByRole('button', { name: 'Clear' }).click();
        assert.equal(await seen.page.locator('.run').count(), 0);
        // The next request finds free connections.
        await seen.sample('JSON');
        assert.match(await seen.verdict(), /: 200, /);
      });
    });

    it('goes on beside seven others, with progress while it runs', async () => {
      await open(async (seen) => {
        await seen.choose(via);
        await seen.sample('Eight parallel');
        const bar = seen.detail.getByRole('progressbar', { name: 'Body received' });
        await bar.waitFor();
        await seen.page.waitForFunction(() => {
          const value = document.querySelector('progress')?.value ?? 0;
          return value > 0 && value < 1;
        });
        assert.match(await seen.verdict(), /: 200, 3\.00 MB in /);
        await seen.waterfall.locator('[data-state=succeeded] >> nth=7').waitFor();
        assert.equal(await seen.waterfall.locator('[data-state=succeeded]').count(), 8);
        assert.equal(await bar.isVisible(), false);
      });
    });
  });
}
