/** A thread of its own for a program that blocks it; each entry of its log is posted when it is made. */
import { parentPort, workerData } from 'node:worker_threads';
import { exit } from 'node:process';
import { set_logger } from '#src/godot/index.js';
import { play } from './program.js';
import type { ClientStep } from './recording.js';

const { steps, trusted } = workerData as { steps: readonly ClientStep[]; trusted: string | null };

set_logger(null);
await play(steps, trusted, (entry) => {
  parentPort?.postMessage(entry);
});
exit();
