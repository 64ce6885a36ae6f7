#!/usr/bin/env node
/**
 * The `tickwire` command: makes the surroundings of the real process, runs what the arguments ask for, and exits with its
 * code (exit-code.ts). Nothing else in the project touches `process` for that.
 */
import { setTimeout as rest } from 'node:timers/promises';
import { interruptions } from './interruption.js';
import { runCommandLine } from './program.js';

const { stdin, stdout, stderr, env, argv } = process;
const signal = interruptions({ process, stdout, stderr });

process.exitCode = await runCommandLine({
  stdin,
  stdout,
  stderr,
  env,
  argv: argv.slice(2),
  clock: { epoch: () => Date.now(), now: () => performance.now() },
  rest: async (ms) => {
    await rest(ms, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  },
  random: () => Math.random(),
  signal,
});
// A reader that does not read keeps what was written to it, and so the process, alive.
if (signal.aborted) process.exit();
