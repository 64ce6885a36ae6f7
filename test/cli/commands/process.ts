/**
 * Runs the command as a process of its own, as a shell does; every one that is left over is killed at the end.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { after } from 'node:test';

/** A running command. */
export type Command = ChildProcessByStdio<null, Readable, Readable>;

/** What became of it. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const running = new Set<Command>();

after(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a command. */
export function start(...args: string[]): Command {
  const child = spawn(process.execPath, ['dist/cli/main.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Resolves when it has ended. */
export async function ended(child: Command): Promise<Outcome> {
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

/** Runs a command to its end. */
export const run = (...args: string[]): Promise<Outcome> => ended(start(...args));

/** Resolves when the child has written text that matches. */
export async function written(child: Command, expected: RegExp): Promise<string> {
  let text = '';
  child.stdout.setEncoding('utf8');
  while (!expected.test(text)) {
    const [part] = (await once(child.stdout, 'data')) as [string];
    text += part;
  }
  return text;
}
