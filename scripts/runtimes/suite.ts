/** Runs many files with one runtime and tells what came of it. */
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { differencesOf, judge, readDifferences, type Difference } from './differences.js';
import { examples } from './parts.js';
import { runProgram, runTests, type FileRun, type Installed } from './run-file.js';
import { labelOf } from './runtimes.js';

/** Of what a file printed, this much is shown when something is wrong. */
const SHOWN_CHARACTERS = 6000;

interface Tally {
  passed: number;
  skipped: number;
  expected: number;
  faults: number;
}

/** @returns How much is wrong. */
export async function runSuite(installed: Installed, files: readonly string[], folder: string): Promise<number> {
  const begun = performance.now();
  const known = differencesOf(readDifferences(), installed.runtime);
  const tally: Tally = { passed: 0, skipped: 0, expected: 0, faults: 0 };
  const label = labelOf(installed.runtime);

  const attempt = async (file: string): Promise<{ run: FileRun; faults: readonly string[]; expected: number }> => {
    if (!file.endsWith('.test.js')) {
      const run = await runProgram(installed, file);
      return { run, faults: faultsOf(file, run), expected: 0 };
    }
    const run = await runTests(installed, file, folder);
    const { faults, expected } = judge(nameOf(file), run.outcomes, run.outcomes.length === 0 ? [] : known);
    return { run, faults: [...faultsOf(file, run), ...faults], expected };
  };

  const suspects: string[] = [];
  await eachAtOnce([...examples(), ...files], async (file) => {
    const { run, faults, expected } = await attempt(file);
    if (faults.length > 0) suspects.push(file);
    else count(tally, run, expected);
  });
  // Alone: what fails only beside others, on a busy machine, is no difference of the runtime.
  for (const file of suspects) {
    const { run, faults, expected } = await attempt(file);
    count(tally, run, expected);
    tally.faults += faults.length;
    if (faults.length === 0) console.log(`${label}: passes when it is run again by itself: ${file}`);
    else tell(label, faults, run);
  }
  summarize(label, tally, files.length, known, (performance.now() - begun) / 1000);
  return tally.faults;
}

const nameOf = (file: string): string =>
  relative('build/test', file)
    .replace(/\.test\.js$/, '')
    .replaceAll('\\', '/');

const faultsOf = (file: string, { problem }: FileRun): string[] => (problem === null ? [] : [`${file}: ${problem}`]);

function count(tally: Tally, { outcomes }: FileRun, expected: number): void {
  tally.passed += outcomes.filter(({ result }) => result === 'passed').length;
  tally.skipped += outcomes.filter(({ result }) => result === 'skipped').length;
  tally.expected += expected;
}

function tell(label: string, faults: readonly string[], { output }: FileRun): void {
  console.error(output.slice(-SHOWN_CHARACTERS));
  for (const fault of faults) console.error(`${label}: ${fault}`);
}

function summarize(label: string, tally: Tally, files: number, known: readonly Difference[], seconds: number): void {
  const { passed, skipped, expected, faults } = tally;
  const differing = expected === 0 ? '' : `, ${expected} known to differ (${known.length} reasons)`;
  console.log(
    `${label}: ${files} files, ${passed} passed, ${skipped} skipped${differing}, ${faults} wrong; ${seconds.toFixed(0)} s`,
  );
}

/** As many at a time as the machine has processors. */
async function eachAtOnce<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}
