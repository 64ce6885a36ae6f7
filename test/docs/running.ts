/** Runs what the pages show, and compares what it printed with what they say. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const DEADLINE_MS = 20_000;

export interface Ran {
  /** Null when it had to be killed. */
  readonly code: number | null;
  readonly output: string;
  readonly complaints: string;
}

/** @param variables - Set beside those of this process, of which proxies are left out: the servers are on this machine. */
export async function run(
  command: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const [file = '', ...args] = command;
  const inherited = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
  const env = { ...Object.fromEntries(inherited), ...variables };
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (complaints += part));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(deadline);
  return { code, output, complaints };
}

/**
 * Fails unless this was printed: line by line, `…` for any text within a line and, alone on a line, for any lines.
 */
export function assertPrinted(output: string, expected: string): void {
  const pattern = `${expected.trimEnd()}\n`
    .split(/^…\n/m)
    .map((lines) => lines.split('…').map(escape).join('.*'))
    .join('(?:.*\\n)*?');
  assert.match(`${output.trimEnd()}\n`, new RegExp(`^${pattern}$`), `expected:\n${expected}`);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
