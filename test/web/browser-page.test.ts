/** The harness itself: functions of a bundled module are called in the page, and its own server can be asked. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPage } from './browser-page.js';
import { browserMissing, sharedChromium } from './chromium.js';

describe('a test page in Chromium', { skip: browserMissing() ?? false }, () => {
  it('runs the functions of its entry and gives back what they give', async () => {
    const test = await openPage(await sharedChromium(), {
      entry: new URL('./pages/harness.js', import.meta.url),
      routes: (request, response) => response.end(`asked for ${request.url!}`),
    });
    try {
      assert.deepEqual(await test.call('add', 1, 2), { sum: 3 });
      assert.equal(await test.call('ask', '/something'), 'asked for /something');
      await assert.rejects(test.call('failing'), /expected 1 to equal 2/);
      await test.call('say', 'hello');
      assert.deepEqual(test.console, ['hello']);
    } finally {
      await test.close();
    }
  });
});
