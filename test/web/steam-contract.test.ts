/** The contract of the Steam interface in Chromium: the cases that hold in Node, in a page of the server's own origin. */
import { describe } from 'node:test';
import { steamContracts } from '../contract/steam/contracts.js';
import { usePage } from './browser-page.js';
import { browserMissing } from './chromium.js';
import { defineCases, steamPage } from './steam-cases.js';

describe('the Steam interface in Chromium', { skip: browserMissing() ?? false }, () => {
  defineCases(steamContracts, usePage(steamPage));
});
