/** The contract of HTTPClient in Chromium, against servers of another origin that allow the page to read. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { godotContracts } from '../contract/godot/contracts.js';
import { usePage } from './browser-page.js';
import { browserMissing } from './chromium.js';
import { bridgeServers } from './server-bridge.js';

describe('HTTPClient in Chromium', { skip: browserMissing() ?? false }, () => {
  const page = usePage({ entry: new URL('./pages/godot-contract.js', import.meta.url) });
  let closeServers: () => Promise<void>;
  before(async () => {
    closeServers = await bridgeServers(page().page);
  });
  after(() => closeServers());

  for (const { title: group, cases } of godotContracts) {
    describe(group, () => {
      for (const { title, notOnTheWeb } of cases) {
        it(title, { skip: notOnTheWeb ?? false }, () => page().call('runCase', `${group}: ${title}`));
      }
    });
  }

  it('has let nothing escape that nobody caught', () => {
    assert.deepEqual(
      page().console.filter((line) => line.startsWith('uncaught')),
      [],
    );
  });
});
