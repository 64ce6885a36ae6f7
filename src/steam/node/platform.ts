/** `#steam-platform` where there are sockets: the I/O thread carries the requests, and nothing is refused. */
import { acceptsCookie } from '../../cookies/index.js';
import { bodyBytes, newMemory, sharedLink } from '../../link/node.js';
import type { SteamPlatform } from '../platform.js';

export const platform: SteamPlatform = {
  requestLink: sharedLink,
  latin1Bytes: bodyBytes,
  newMemory,
  acceptsCookie,
  inNextTurn: setImmediate,
  refusals: {
    cookieContainers: null,
    userAgentInfo: null,
    unverifiedCertificates: null,
    hopRecords: null,
    cacheClearing: null,
    header: () => null,
    option: () => null,
  },
};
