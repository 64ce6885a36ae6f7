/** The contract of HTTPClient in a page: its cases, one call each. */
import { set_logger } from '#src/godot/index.js';
import { godotContracts } from '../../contract/godot/contracts.js';
import { bridge } from './server-bridge.js';

const cases = new Map(
  godotContracts.flatMap(({ title: group, cases }) =>
    cases.map(({ title, run }) => [`${group}: ${title}`, run] as const),
  ),
);

/** Runs a case by the titles of its contract and its own; rejects when it does not hold. */
export async function runCase(name: `${string}: ${string}`): Promise<void> {
  const warnings: string[] = [];
  set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
  await cases.get(name)!({ web: true, warnings, ...bridge });
}
