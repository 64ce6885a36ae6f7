#!/usr/bin/env node
/**
 * The `tickwire` command: reads the arguments, wires the process (streams, signals, clock) to what was asked for, and
 * sets the exit code. Nothing else in the project touches `process` for that.
 *
 * Exit codes: 0 done; 1 not understood; 2 a transfer failed; 130 and 143 interrupted by SIGINT and SIGTERM.
 */
import { Command, InvalidArgumentError } from 'commander';
import { runDemo } from './demo.js';
import { machineClock } from './frame-clock.js';
import { interruptions } from './interruption.js';
import { screenFor } from './screen.js';
import { version } from '../version.js';

interface DemoFlags {
  readonly size: number;
  readonly readMs: number;
  readonly timeout: number;
}

function parseUrl(text: string, earlier: readonly URL[] = []): URL[] {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return [...earlier, url];
  throw new InvalidArgumentError(`Give a full address that begins with http:// or https://, such as http://${text}`);
}

function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Give a number above 0.');
}

async function demo(urls: readonly URL[], { size, readMs, timeout }: DemoFlags): Promise<void> {
  const { stdout, stderr } = process;
  const signal = interruptions({ process, stdout, stderr });
  const now = (): number => machineClock.now();
  const options = {
    urls,
    downloadBytes: Math.round(size * 1_000_000),
    readBudgetMs: readMs,
    patienceMs: timeout * 1000,
  };
  process.exitCode = await runDemo(options, {
    screen: screenFor(stdout, process.env, now),
    clock: machineClock,
    complain: (line) => stderr.write(`${line}\n`),
    signal,
  });
}

const program = new Command('tickwire')
  .description("HTTP for programs that run in frames: Godot's HTTPClient, polled from a game loop.")
  .version(version)
  .showHelpAfterError();

program
  .command('demo')
  .description(
    'Runs a 60 Hz game loop that transfers over HTTP and shows what that costs each frame: a GET, a POST and a big ' +
      'download from a server of its own, or a GET of each URL given. An HTTP error such as 404 counts as an answer.',
  )
  .argument('[URL...]', 'real servers to ask instead', parseUrl)
  .option('--size <MB>', 'size of the big download', parsePositive, 200)
  .option('--read-ms <ms>', 'longest time for reading in each frame', parsePositive, 4)
  .option('--timeout <seconds>', 'give up on a transfer when nothing happened for so long', parsePositive, 30)
  .action((urls: URL[] | undefined, flags: DemoFlags) => demo(urls ?? [], flags));

await program.parseAsync();
