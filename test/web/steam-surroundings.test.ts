/** The Steam interface in other surroundings than a usual page: one with shared memory, and a worker. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exchanges } from '../contract/steam/exchanges.js';
import { streaming } from '../contract/steam/streaming.js';
import { usePage } from './browser-page.js';
import { browserMissing } from './chromium.js';
import { defineCases, steamPage } from './steam-cases.js';

const skip = browserMissing() ?? false;
const isolating = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

describe('the Steam interface in a page with shared memory', { skip }, () => {
  const page = usePage({ ...steamPage, headers: isolating });
  it('has shared memory, which other pages have not', async () => {
    assert.equal(await page().call('hasSharedMemory'), true);
  });
  defineCases([streaming], page);
});

describe('the Steam interface in a worker of a page', { skip }, () => {
  defineCases([exchanges], usePage(steamPage), 'runCaseInWorker');
});
