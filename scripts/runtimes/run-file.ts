/** Runs a file with a runtime, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readReport, type Outcome } from './report.js';
import { programArguments, testArguments, type Runtime } from './runtimes.js';

/** Longer than any file takes, also on a busy machine. */
const FILE_LIMIT_MS = 120_000;

/** A runtime that is installed. */
export interface Installed {
  readonly runtime: Runtime;
  /** The path of its executable. */
  readonly path: string;
}

export interface FileRun {
  readonly outcomes: readonly Outcome[];
  /** Why it did not end as a file of tests does, or null. */
  readonly problem: string | null;
  /** What it printed. */
  readonly output: string;
}

/** @param folder - For its report. */
export async function runTests({ runtime, path }: Installed, file: string, folder: string): Promise<FileRun> {
  const report = join(folder, `${file.replaceAll(/[/\\]/g, '_')}.xml`);
  rmSync(report, { force: true });
  const { code, output } = await run(path, testArguments(runtime, file, report));
  const outcomes = existsSync(report) ? readReport(readFileSync(report, 'utf8')) : [];
  return { outcomes, problem: problemOf(code, outcomes), output };
}

/** A program has one outcome, without a name. */
export async function runProgram({ runtime, path }: Installed, file: string): Promise<FileRun> {
  const { code, output } = await run(path, programArguments(runtime, file));
  return { outcomes: [], problem: code === 0 ? null : endOf(code), output };
}

function problemOf(code: number | null, outcomes: readonly Outcome[]): string | null {
  if (outcomes.length === 0) return `no report; ${endOf(code)}`;
  return code === 0 || outcomes.some(({ result }) => result === 'failed') ? null : endOf(code);
}

const endOf = (code: number | null): string =>
  code === null ? `it had to be ended after ${FILE_LIMIT_MS / 1000} s` : `exit code ${code}`;

/** @returns The exit code; null when it had to be ended. */
async function run(path: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const limit = setTimeout(() => child.kill('SIGKILL'), FILE_LIMIT_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, output };
}
