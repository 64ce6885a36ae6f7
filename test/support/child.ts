/**
 * Runs a program of test/programs in a process of its own, where a hang would block nobody: it is killed then.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const DEADLINE_MS = 20_000;

export interface Ended {
  /** Null when it had to be killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const fileOf = (name: string): string => fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url));

/** The words of a command that runs such a program. Deno adds the permissions only to commands that it starts itself. */
export function programCommand(name: string): string[] {
  return [execPath, ...(process.versions.deno === undefined ? [] : ['run', '--allow-all']), fileOf(name)];
}

/** @param name - The program's file in test/programs, without ending. */
export async function runProgram(name: string, ...args: readonly (string | number)[]): Promise<Ended> {
  const child = spawn(execPath, [fileOf(name), ...args.map(String)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(deadline);
  return { code, stdout, stderr };
}
