/**
 * Runs a command line within the test's own process: its output is collected, and no process has to be started.
 */
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runCommandLine } from '#src/cli/program.js';
import type { OutputStream } from '#src/cli/terminal.js';
import { drained } from '../../support/drained.js';

export interface Run {
  readonly code: number;
  /** What was written to standard output, as bytes and as text. */
  readonly bytes: Buffer;
  readonly out: string;
  readonly err: string;
  /** How long the command rested before repeating something, in milliseconds. */
  readonly rests: readonly number[];
}

export interface RunSettings {
  readonly stdin?: string;
  /** What standard output claims to be. */
  readonly stdout?: Partial<OutputStream>;
  readonly stderr?: Partial<OutputStream>;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

export async function runCommand(argv: readonly string[], settings: RunSettings = {}): Promise<Run> {
  const stdout = collected(settings.stdout);
  const stderr = collected(settings.stderr);
  const rests: number[] = [];
  const code = await runCommandLine({
    stdin: Readable.from([Buffer.from(settings.stdin ?? '')]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: settings.env ?? {},
    argv,
    clock: { epoch: () => Date.now(), now: () => performance.now() },
    // Nothing is waited for: that the pause was asked for is all there is to see.
    rest: async (ms) => {
      rests.push(ms);
      await nextTurn();
    },
    random: () => 0,
    signal: settings.signal ?? new AbortController().signal,
  });
  return { code, bytes: stdout.bytes(), out: stdout.bytes().toString(), err: stderr.bytes().toString(), rests };
}

function collected(claims: Partial<OutputStream> = {}): { stream: OutputStream; bytes: () => Buffer } {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream: Object.assign(stream, claims), bytes: () => Buffer.concat([...chunks, drained(stream)]) };
}
