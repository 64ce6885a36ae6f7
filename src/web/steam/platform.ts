/** `#steam-platform` in browsers: requests are carried by `fetch`, on the same thread. */
import type { SteamPlatform } from '../../steam/platform.js';
import { PageLink } from './page-link.js';
import { refusals } from './refusals.js';

let link: PageLink | null = null;

export const platform: SteamPlatform = {
  requestLink: () => (link ??= new PageLink()),
  latin1Bytes: (text) => Uint8Array.from(text, (character) => character.charCodeAt(0)),
  newMemory: (length) => new Uint8Array(length),
  // There is no container to put it in.
  acceptsCookie: () => false,
  inNextTurn: (callback) => {
    setTimeout(callback, 0);
  },
  refusals,
};
