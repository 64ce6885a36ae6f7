/** HAR files of the command in the network panel of Chromium's developer tools, imported there as a person does it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { runCommand } from '../cli/commands/run-command.js';
import { startSite, status, text } from '../cli/commands/site.js';
import { closedPort } from '../support/scripted-server.js';
import { browserMissing, startChromium } from '../web/chromium.js';

const reason = browserMissing();
if (reason !== null) console.log(`skipped: ${reason}`);

const folder = mkdtempSync(join(tmpdir(), 'tickwire-har-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const site = await startSite({
  '/moved': status(302, { Location: '/text' }),
  '/text': text('hello\n', { 'Content-Type': 'text/plain' }),
});

/** The developer tools, which Chromium serves where it can be debugged from, with the network panel in front. */
async function networkPanel(browser: Browser, port: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  page.setDefaultTimeout(10_000);
  await page.goto(`http://127.0.0.1:${port}/devtools/devtools_app.html?panel=network`);
  return page;
}

describe('a HAR file in Chromium', { skip: reason ?? false }, () => {
  it('shows each request and redirect, with its status and where it came from', async () => {
    const file = join(folder, 'archive.har');
    const refused = `http://127.0.0.1:${await closedPort()}/refused`;
    await runCommand(['get', `${site.url}/moved`, `${site.url}/nowhere`, refused, '-s', '--har', file]);

    const port = await closedPort();
    const browser = await startChromium([`--remote-debugging-port=${port}`]);
    try {
      const page = await networkPanel(browser, port);
      const button = page.getByLabel(/Import HAR/).first();
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
      await chooser.setFiles(file);
      await page.getByText('4 requests').waitFor();

      const rows = await page.locator('.network-log-grid tbody tr').allInnerTexts();
      const shown = rows.map((row) => row.trim().split(/\s+/).slice(0, 3).join(' ')).filter((row) => row !== '');
      assert.deepEqual(shown, [
        'Name Status Type',
        'moved 302 fetch',
        'text 200 fetch',
        'nowhere 404 fetch',
        'refused Finished fetch',
      ]);

      await page.locator('.network-log-grid td.name-column', { hasText: 'text' }).click();
      await page.getByText(new URL(site.url).host, { exact: true }).first().waitFor();
      await page.getByText('tickwire/').first().waitFor();
    } finally {
      await browser.close();
    }
  });
});
