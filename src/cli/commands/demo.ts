/**
 * `tickwire demo`: its options. The story of a run is demo/demo.ts.
 */
import { Command } from 'commander';
import { collectAddress, parsePositive } from '../options/values.js';
import type { Surroundings } from '../surroundings.js';

interface DemoFlags {
  readonly size: number;
  readonly readMs: number;
  readonly timeout: number;
}

/** The command. @param finish - Takes the exit code. */
export function demoCommand({ stdout, stderr, env, signal }: Surroundings, finish: (code: number) => void): Command {
  return new Command('demo')
    .summary('a game loop that transfers over HTTP, and what that costs its frames')
    .description(
      'Runs a 60 Hz game loop that transfers over HTTP and shows what that costs each frame: a GET, a POST and a big ' +
        'download from a server of its own, or a GET of each URL given. An HTTP error such as 404 counts as an answer.',
    )
    .argument('[URL...]', 'real servers to ask instead', collectAddress)
    .option('--size <MB>', 'size of the big download', parsePositive, 200)
    .option('--read-ms <ms>', 'longest time for reading in each frame', parsePositive, 4)
    .option('--timeout <seconds>', 'give up on a transfer when nothing happened for so long', parsePositive, 30)
    .action(async (urls: string[] | undefined, { size, readMs, timeout }: DemoFlags) => {
      const [{ runDemo }, { machineClock }, { screenFor }] = await Promise.all([
        import('../demo/demo.js'),
        import('../demo/frame-clock.js'),
        import('../demo/screen.js'),
      ]);
      const options = {
        urls: (urls ?? []).map((url) => new URL(url)),
        downloadBytes: Math.round(size * 1_000_000),
        readBudgetMs: readMs,
        patienceMs: timeout * 1000,
      };
      const screen = screenFor(stdout, env, () => machineClock.now());
      const complain = (line: string): void => void stderr.write(`${line}\n`);
      finish(await runDemo(options, { screen, clock: machineClock, complain, signal }));
    });
}
