// Runs the compiled tests with Node's own runner: all of them, or the files whose path contains one of the arguments.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { processesFor } from './test-processes.mjs';

const TESTS = 'build/test';
const SHARED = 'build/test-processes';

const wanted = process.argv.slice(2);
const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.js'))
  .filter((path) => wanted.length === 0 || wanted.some((part) => join(TESTS, path).includes(part)))
  .sort();

if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`);
  process.exit(1);
}

rmSync(SHARED, { recursive: true, force: true });
mkdirSync(SHARED, { recursive: true });

/** What to start for a process: its only file, or one that imports them all. */
function entryOf({ name, files: members }) {
  if (members.length === 1) return join(TESTS, members[0]);
  const entry = join(SHARED, `${name}.mjs`);
  const imports = members.map((file) => `import ${JSON.stringify(pathToFileURL(resolve(TESTS, file)).href)};\n`);
  writeFileSync(entry, imports.join(''));
  return entry;
}

const options = [
  '--test-reporter=spec',
  // For a test, and for a process.
  '--test-timeout=120000',
  // The tests wait for sockets, programs and clocks half of the time.
  `--test-concurrency=${2 * availableParallelism()}`,
];
const args = ['--test', ...options, ...processesFor(files).map(entryOf)];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);
