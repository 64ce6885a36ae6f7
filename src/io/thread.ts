/**
 * The entry of the I/O thread. It serves one link until the process ends.
 *
 * An exception nobody expected ends the thread, after telling the caller: a caller that never yields would otherwise
 * wait for ever, as the worker's own `error` event needs its event loop.
 */
import { workerData, type MessagePort } from 'node:worker_threads';
import type { LinkData } from '../link/index.js';
import { serve } from './service.js';
import { Vigil } from './vigil.js';

const service = serve(workerData as LinkData<MessagePort>, new Vigil().prolong);

process.on('uncaughtException', (error) => {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  service.die({ code: 'IO_THREAD_FAILED', message: `the I/O thread failed: ${reason}` });
  process.exit(1);
});
