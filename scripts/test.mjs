// Runs the compiled tests with Node's own runner: all of them, or the files whose path contains one of the arguments.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const wanted = process.argv.slice(2);
const files = readdirSync('build/test', { recursive: true })
  .map((name) => join('build/test', String(name)))
  .filter((path) => path.endsWith('.test.js'))
  .filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)))
  .sort();

if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`);
  process.exit(1);
}
// Node leaves one core free, which on two cores leaves one; the tests wait for sockets and programs much of the time.
const atOnce = Math.max(2, availableParallelism());
const options = [
  '--test-reporter=spec',
  '--test-timeout=60000',
  `--test-concurrency=${atOnce}`,
  '--enable-source-maps',
];
const args = ['--test', ...options, ...files];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);
