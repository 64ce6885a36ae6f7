/**
 * What is known to be different on a runtime (differences.json): tests that fail there, and why. The list must stay true:
 * a test on it that passes is a fault, and so is one that does not exist.
 */
import { readFileSync } from 'node:fs';
import type { Outcome } from './report.js';
import type { Runtime } from './runtimes.js';

export interface Difference {
  /** What differs, as docs/runtimes.md says it. */
  readonly what: string;
  /** `file: suite > test`, the file without its ending; `*` stands for anything. */
  readonly tests: readonly string[];
  /** It shows at some times only: the tests may pass. */
  readonly sometimes?: true;
}

/** By runtime (`bun`), or by runtime and major version (`node@20`). */
export type Differences = Readonly<Record<string, readonly Difference[]>>;

export function readDifferences(): Differences {
  return JSON.parse(readFileSync('scripts/runtimes/differences.json', 'utf8')) as Differences;
}

/** Those of a runtime. */
export function differencesOf(all: Differences, { name, version }: Runtime): Difference[] {
  return [...(all[name] ?? []), ...(all[`${name}@${version.split('.')[0]!}`] ?? [])];
}

/** The outcomes of a file as the known differences see them. */
export interface Judgement {
  readonly expected: number;
  /** Sentences, each a reason to fail. */
  readonly faults: readonly string[];
}

/** @param file - Without its ending, below build/test. */
export function judge(file: string, outcomes: readonly Outcome[], known: readonly Difference[]): Judgement {
  const rules = known.flatMap(({ tests, sometimes = false }) =>
    tests
      .filter((test) => test.startsWith(`${file}: `))
      .map((test) => ({ test, sometimes, matches: matcher(test.slice(file.length + 2)) })),
  );
  const failed = outcomes.filter(({ result }) => result === 'failed');
  const unexpected = failed.filter(({ name }) => !rules.some(({ matches }) => matches(name)));
  const faults = unexpected.map(({ name }) => `failed: ${file}: ${name}`);
  for (const { test, sometimes, matches } of rules) {
    const meant = outcomes.filter(({ name }) => matches(name));
    if (meant.length === 0) faults.push(`is on the list of differences, and does not exist: ${test}`);
    const passed = sometimes ? [] : meant.filter(({ result }) => result === 'passed');
    for (const { name } of passed) faults.push(`is on the list of differences, and passes: ${file}: ${name}`);
  }
  return { expected: failed.length - unexpected.length, faults };
}

function matcher(pattern: string): (name: string) => boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${pieces.join('.*')}$`);
  return (name) => expression.test(name);
}
