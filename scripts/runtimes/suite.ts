/** Runs many files with one runtime and tells what came of it. */
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { differencesOf, judge, readDifferences, type Difference } from './differences.js';
import type { Installed } from './install.js';
import { examples } from './parts.js';
import { runProgram, runTests, type FileRun } from './run-file.js';
import { labelOf } from './runtimes.js';

/** Of what a file printed, this much is shown when something is wrong. */
const SHOWN_CHARACTERS = 6000;

interface Tally {
  passed: number;
  /** Their names, with the files they are in. */
  readonly skipped: string[];
  expected: number;
  faults: number;
}

/** What came of one file. */
interface Attempt {
  readonly file: string;
  readonly run: FileRun;
  /** How many tests failed as they are known to. */
  readonly expected: number;
  /** Sentences, each a reason to fail. */
  readonly faults: readonly string[];
}

/** @returns How much is wrong. */
export async function runSuite(installed: Installed, files: readonly string[], folder: string): Promise<number> {
  const begun = performance.now();
  const label = labelOf(installed.runtime);
  const known = differencesOf(readDifferences(), installed.runtime);
  const tally: Tally = { passed: 0, skipped: [], expected: 0, faults: 0 };
  const suspects: Attempt[] = [];
  await eachAtOnce([...examples(), ...files], async (file) => {
    const attempt = await attemptOf(installed, file, folder, known);
    if (attempt.faults.length > 0) suspects.push(attempt);
    else count(tally, attempt);
  });
  // Alone: what fails only beside others, on a busy machine, is no difference of the runtime.
  for (const { file, faults } of suspects) {
    const again = await attemptOf(installed, file, folder, known);
    count(tally, again);
    if (again.faults.length > 0) tell(label, again);
    else console.log(`${label}: passes when it is run again by itself, and before: ${faults.join('; ')}`);
  }
  summarize(label, tally, files.length, known, (performance.now() - begun) / 1000);
  return tally.faults;
}

async function attemptOf(
  installed: Installed,
  file: string,
  folder: string,
  known: readonly Difference[],
): Promise<Attempt> {
  if (!file.endsWith('.test.js')) {
    const run = await runProgram(installed, file, folder);
    return { file, run, expected: 0, faults: faultsOf(file, run) };
  }
  const run = await runTests(installed, file, folder);
  // Without a report every known difference would seem to be gone.
  const { expected, faults } = judge(nameOf(file), run.outcomes, run.outcomes.length === 0 ? [] : known);
  return { file, run, expected, faults: [...faultsOf(file, run), ...faults] };
}

const nameOf = (file: string): string =>
  relative('build/test', file)
    .replace(/\.test\.js$/, '')
    .replaceAll('\\', '/');

const faultsOf = (file: string, { problem }: FileRun): string[] => (problem === null ? [] : [`${file}: ${problem}`]);

function count(tally: Tally, { file, run, expected, faults }: Attempt): void {
  for (const { name, result } of run.outcomes) {
    if (result === 'passed') tally.passed++;
    if (result === 'skipped') tally.skipped.push(`${nameOf(file)}: ${name}`);
  }
  tally.expected += expected;
  tally.faults += faults.length;
}

function tell(label: string, { run, faults }: Attempt): void {
  console.error(run.output.slice(-SHOWN_CHARACTERS));
  for (const fault of faults) console.error(`${label}: ${fault}`);
}

function summarize(label: string, tally: Tally, files: number, known: readonly Difference[], seconds: number): void {
  const { passed, skipped, expected, faults } = tally;
  const differing = expected === 0 ? '' : `, ${expected} known to differ (${known.length} reasons)`;
  for (const name of skipped) console.log(`${label}: skipped: ${name}`);
  console.log(
    `${label}: ${files} files, ${passed} passed, ${skipped.length} skipped${differing}, ${faults} wrong; ${seconds.toFixed(0)} s`,
  );
}

/** More at a time than the machine has processors: tests wait for most of their time. */
async function eachAtOnce<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
}
