/** The contract cases of the Steam interface as tests that have a page run them. */
import { describe, it } from 'node:test';
import type { Contract } from '../contract/contract.js';
import { contractSite } from '../contract/site.js';
import type { SteamEnvironment } from '../contract/steam/environment.js';
import { closedPort } from '../support/scripted-server.js';
import type { PageOptions, TestPage } from './browser-page.js';

/** A page that has the cases, and the server they need at its own origin. */
export const steamPage: PageOptions = {
  entry: new URL('./pages/steam-contract.js', import.meta.url),
  routes: contractSite(),
};

let scopes = 0;

/**
 * Defines a test for each case.
 *
 * @param run - The function of the page that runs it.
 */
export function defineCases(
  contracts: readonly Contract<SteamEnvironment>[],
  page: () => TestPage,
  run: 'runCase' | 'runCaseInWorker' = 'runCase',
): void {
  for (const { title: group, cases } of contracts) {
    describe(group, () => {
      for (const { title, notOnTheWeb } of cases) {
        it(title, { skip: notOnTheWeb ?? false }, async () => {
          const nobody = `http://127.0.0.1:${await closedPort()}/`;
          await page().call(run, `${group}: ${title}`, `~${++scopes}`, nobody);
        });
      }
    });
  }
}
