// Runs the compiled tests with Node's own runner: all of them, or the files whose path contains one of the arguments.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { groups, longest } from './test-processes.mjs';

const TESTS = 'build/test';

const wanted = process.argv.slice(2);
const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.js'))
  .filter((path) => wanted.length === 0 || wanted.some((part) => join(TESTS, path).includes(part)))
  .sort();

if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`);
  process.exit(1);
}

/** The files of each process, by the process's name. */
const processes = new Map();
for (const file of files.map((path) => path.replaceAll('\\', '/'))) {
  const name = groups.find((group) => group.files.test(file))?.name ?? file;
  processes.set(name, [...(processes.get(name) ?? []), file]);
}

/** Its place in the order in which processes begin. */
function place(name) {
  const index = longest.findIndex((beginning) => name.startsWith(beginning));
  return index < 0 ? longest.length : index;
}

/** What to start for a process: its only file, or one that imports them all. */
function entryOf([name, members]) {
  if (members.length === 1) return join(TESTS, members[0]);
  const entry = join(shared, `${name}.mjs`);
  const imports = members.map((file) => `import ${JSON.stringify(pathToFileURL(resolve(TESTS, file)).href)};\n`);
  writeFileSync(entry, imports.join(''));
  return entry;
}

// Several runs may go on at a time.
const shared = mkdtempSync('build/test-processes-');
process.on('exit', () => rmSync(shared, { recursive: true, force: true }));
const entries = [...processes].sort(([one], [other]) => place(one) - place(other)).map(entryOf);

const options = [
  '--test-reporter=spec',
  // For a test, and for a process.
  '--test-timeout=120000',
  // One more than there are cores: tests also wait for clocks. More than that would starve those that must keep a pace.
  `--test-concurrency=${availableParallelism() + 1}`,
];
const args = ['--test', ...options, ...entries];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);
