/**
 * Plays a program on a thread of its own, where it may block, or hang: `program-worker.js` is what runs there.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Play } from './playing.js';
import type { LogEntry } from './recording.js';

/** How long a call that is expected to hang is watched, after the last thing that was logged before it. */
const HANGING_MS = 600;

/** A program that should end has this long. */
const DEADLINE_MS = 20_000;

/** @param hangsAfter - How many entries the log has when the program hangs, or null if it should end. */
export function onItsOwnThread(hangsAfter: number | null): Play {
  return async (steps, trusted) => {
    const log: LogEntry[] = [];
    const worker = new Worker(new URL('./program-worker.js', import.meta.url), { workerData: { steps, trusted } });
    const calledLast = new Promise<void>((resolve) => {
      worker.on('message', (entry: LogEntry) => {
        log.push(entry);
        if (log.length === hangsAfter) resolve();
      });
    });
    const ended = once(worker, 'exit').then(() => true);
    const hung =
      hangsAfter === null ? sleep(DEADLINE_MS, undefined, { ref: false }) : calledLast.then(() => sleep(HANGING_MS));
    const returned = await Promise.race([ended, hung.then(() => false)]);
    await worker.terminate();
    return returned ? log : [...log, { op: 'hang' }];
  };
}
