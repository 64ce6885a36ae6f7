/** The contract of the Steam interface in a page: its cases, one call each. */
import { set_logger } from '#src/steam/index.js';
import type { SteamEnvironment } from '../../contract/steam/environment.js';
import { steamContracts } from '../../contract/steam/contracts.js';
import { callInWorker } from './in-worker.js';

const cases = new Map<string, (environment: SteamEnvironment) => Promise<void> | void>(
  steamContracts.flatMap(({ title: group, cases }) =>
    cases.map(({ title, run }) => [`${group}: ${title}`, run] as const),
  ),
);

/** Runs a case by the titles of its contract and its own; rejects when it does not hold. */
export async function runCase(name: string, scope: string, nobody: string): Promise<void> {
  const warnings: string[] = [];
  set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
  const { origin } = globalThis as unknown as { readonly origin: string };
  await cases.get(name)!({ web: true, url: `${origin}/${scope}`, nobody, warnings });
}

/** The same in a worker of the page. */
export function runCaseInWorker(...args: readonly [name: string, scope: string, nobody: string]): Promise<void> {
  return callInWorker('runCase', ...args);
}

/** Whether this page has shared memory. */
export function hasSharedMemory(): boolean {
  return typeof SharedArrayBuffer !== 'undefined';
}
