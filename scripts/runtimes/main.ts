/**
 * Runs the tests that depend on the runtime on others than the Node at hand:
 *
 *     node build/scripts/runtimes/main.js [--part core] [--only TEXT]… [RUNTIME…]
 *
 * A runtime is `bun`, `node@22`, or an exact version such as `deno@2.9.6`; without any, all that runtimes.ts names. Fails
 * when a test fails that is not on the list of known differences, or when that list is not true any more.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './install.js';
import { filesOf, isPart } from './parts.js';
import { runtimes, runtimesCalled } from './runtimes.js';
import { runSuite } from './suite.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { part: { type: 'string', default: 'all' }, only: { type: 'string', multiple: true, default: [] } },
});
const { part, only } = values;
if (!isPart(part)) throw new Error(`there is no part "${part}": core or all`);
const files = filesOf(part, only);
if (files.length === 0)
  throw new Error(`no test file of the part "${part}" has a path with ${only.join(' or ')} in it`);
const chosen = positionals.flatMap((text) => {
  const called = runtimesCalled(text);
  if (called.length === 0)
    throw new Error(`no runtime is called "${text}": try bun, deno, node@22 or an exact version`);
  return called;
});

const folder = mkdtempSync(join(tmpdir(), 'tickwire-runtimes-'));
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});
const installed = await Promise.all((chosen.length > 0 ? chosen : runtimes).map(install));
let faults = 0;
for (const one of installed) faults += await runSuite(one, files, folder);
process.exit(faults === 0 ? 0 : 1);
