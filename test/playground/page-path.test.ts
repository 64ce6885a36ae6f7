/** What is seen of a request beside its answer: its way, the waterfall, headers and code. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPlayground as open, whereChromiumIs, type OpenPage } from './open-page.js';

const stepNames = ({ detail }: OpenPage): Promise<string[]> => detail.locator('.path .name').allTextContents();

describe('the way of a request', whereChromiumIs, () => {
  it('has the statuses of HTTPClient', async () => {
    await open(async (seen) => {
      await seen.sample('Other origin');
      assert.match(await seen.verdict(), /^HTTPClient: 200/);
      assert.deepEqual(await stepNames(seen), [
        'RESOLVING',
        'CONNECTING',
        'CONNECTED',
        'REQUESTING',
        'BODY',
        'DISCONNECTED',
      ]);
      for (const time of await seen.detail.locator('.path .time').allTextContents()) assert.match(time, /\d m?s$/);
    });
  });

  it('has the signals of Steam', async () => {
    await open(async (seen) => {
      await seen.choose('Steam');
      await seen.sample('Slow');
      assert.match(await seen.verdict(), /^Steam: 200/);
      const names = (await stepNames(seen)).filter((name) => name !== 'connecting');
      assert.deepEqual(
        names.map((name) => name.replace(/\d+/, 'N')),
        ['queued', 'sent', 'headers', 'data × N', 'completed'],
      );
    });
  });

  it('shows the queue of Steam in the waterfall', async () => {
    await open(async (seen) => {
      await seen.choose('Steam');
      await seen.sample('Eight parallel');
      await seen.waterfall.locator('[data-state=succeeded] >> nth=7').waitFor();
      const titles = await seen.waterfall
        .getByRole('option')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('title') ?? ''));
      const queued = titles.map((title) => {
        const [, time = '', unit = ''] = /^queue ([\d.]+) (m?s)/.exec(title) ?? [];
        return unit === 's' ? Number(time) * 1000 : Number(time);
      });
      assert.equal(queued.filter((ms) => ms > 300).length, 2, titles.join(' | '));
    });
  });

  it('shows the headers, the code of each interface, and the code of a request that was not sent yet', async () => {
    await open(async (seen) => {
      await seen.tab('Code');
      const code = seen.detail.getByRole('tabpanel', { name: 'Code' });
      assert.match((await code.textContent()) ?? '', /client\.connect_to_host\('127\.0\.0\.1', \d+\);/);
      await seen.choose('Steam');
      await code.getByText('sendHTTPRequestAndStreamResponse').waitFor();
      await seen.sample('Upload');
      await seen.verdict();
      assert.match(
        (await code.textContent()) ?? '',
        /setHTTPRequestRawPostBody\(request, 'application\/json', '\{"player"/,
      );
      await seen.tab('Headers');
      const headers = (await seen.detail.getByRole('tabpanel', { name: 'Headers' }).textContent()) ?? '';
      assert.match(headers, /content-typeapplication\/json/i);
    });
  });

  it('says when a request breaks a rule of its interface', async () => {
    await open(async (seen) => {
      await seen.form.getByLabel('Method').selectOption('TRACE');
      await seen.form.getByRole('button', { name: 'Run' }).click();
      assert.match(await seen.verdict(), /HTTPClient: failed/);
      assert.match((await seen.detail.locator('.complaint').textContent()) ?? '', /TRACE/);
    });
  });
});
