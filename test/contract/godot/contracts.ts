/** All contract cases of HTTPClient and its neighbours. */
import type { Contract } from '../contract.js';
import { answers } from './answers.js';
import { bodies } from './bodies.js';
import { connecting } from './connecting.js';
import type { GodotEnvironment } from './environment.js';
import { faults } from './faults.js';
import { neighbours } from './neighbours.js';
import { requests } from './requests.js';

export const godotContracts: readonly Contract<GodotEnvironment>[] = [
  connecting,
  requests,
  answers,
  bodies,
  faults,
  neighbours,
];
