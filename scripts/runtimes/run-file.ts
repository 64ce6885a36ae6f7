/** Runs a file with a runtime, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Installed } from './install.js';
import { readReport, type Outcome } from './report.js';
import { programArguments, testArguments } from './runtimes.js';

/** Longer than any file takes, also on a busy machine. */
const FILE_LIMIT_MS = 120_000;

export interface FileRun {
  readonly outcomes: readonly Outcome[];
  /** Why it did not end as a file of tests does, or null. */
  readonly problem: string | null;
  /** What it printed. */
  readonly output: string;
}

/** @param folder - For its report, and for what the runtime keeps between runs. */
export async function runTests({ runtime, path }: Installed, file: string, folder: string): Promise<FileRun> {
  const report = join(folder, `${file.replaceAll(/[/\\]/g, '_')}.xml`);
  rmSync(report, { force: true });
  const { code, output } = await run(path, testArguments(runtime, file, report), folder);
  const outcomes = existsSync(report) ? readReport(readFileSync(report, 'utf8')) : [];
  return { outcomes, problem: problemOf(code, outcomes), output };
}

/** A program has one outcome, without a name. */
export async function runProgram({ runtime, path }: Installed, file: string, folder: string): Promise<FileRun> {
  const { code, output } = await run(path, programArguments(runtime, file), folder);
  return { outcomes: [], problem: code === 0 ? null : endOf(code), output };
}

function problemOf(code: number | null, outcomes: readonly Outcome[]): string | null {
  if (outcomes.length === 0) return `no report; ${endOf(code)}`;
  return code === 0 || outcomes.some(({ result }) => result === 'failed') ? null : endOf(code);
}

const endOf = (code: number | null): string =>
  code === null ? `it had to be ended after ${FILE_LIMIT_MS / 1000} s` : `exit code ${code}`;

interface Ended {
  /** Null when it had to be ended. */
  readonly code: number | null;
  readonly output: string;
}

async function run(path: string, args: readonly string[], folder: string): Promise<Ended> {
  // Bun and Deno keep what they have compiled: nothing that an earlier run left may matter.
  const env = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', XDG_CACHE_HOME: folder };
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const limit = setTimeout(() => child.kill('SIGKILL'), FILE_LIMIT_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, output };
}
