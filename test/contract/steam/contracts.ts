/** All contract cases of the Steam interface. */
import type { Contract } from '../contract.js';
import { awaiting } from './awaiting.js';
import { caching } from './caching.js';
import type { SteamEnvironment } from './environment.js';
import { exchanges } from './exchanges.js';
import { failures, timeouts } from './failures.js';
import { handles } from './handles.js';
import { queueing } from './queueing.js';
import { signals } from './signals.js';
import { streaming } from './streaming.js';

export const steamContracts: readonly Contract<SteamEnvironment>[] = [
  handles,
  exchanges,
  signals,
  queueing,
  streaming,
  failures,
  timeouts,
  awaiting,
  caching,
];
