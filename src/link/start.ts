/**
 * Where the I/O side comes from: one thread per process, started at first use, or the same code on the caller's thread.
 *
 * The thread never keeps the process alive and ends with it. When it dies, whoever had something open hears of it, and
 * the next use starts a new one.
 */
import { MessageChannel, Worker } from 'node:worker_threads';
import { warn } from '../log.js';
import { Link } from './link.js';
import type { Failure, LinkData } from './protocol.js';

/** How the process does its network work. */
export interface IoOptions {
  /**
   * Whether network work runs on a thread of its own. Without it everything works but blocking mode, and only while the
   * program yields to the event loop.
   * @default true
   */
  readonly ioThread: boolean;
}

let wanted: IoOptions = { ioThread: true };
const links: { threaded: Link | null; inline: Link | null } = { threaded: null, inline: null };

/**
 * Chooses how the process does its network work. Connections that are open keep what they have.
 *
 * @throws TypeError for an unknown option or a value of the wrong type, naming it.
 */
export function configureIo(options: Partial<IoOptions>): void {
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'ioThread') throw new TypeError(`configureIo: there is no option "${name}"; known: ioThread`);
    if (typeof value !== 'boolean') throw new TypeError(`configureIo: ioThread must be true or false`);
  }
  wanted = { ...wanted, ...options };
}

/** The link of this process; starts the I/O side at first use. */
export function sharedLink(): Link {
  const kind = wanted.ioThread ? 'threaded' : 'inline';
  const present = links[kind];
  if (present !== null && present.death === null) return present;
  const link = wanted.ioThread ? (startThread() ?? startInline()) : startInline();
  links[kind] = link;
  return link;
}

function startThread(): Link | null {
  const { port1, port2 } = new MessageChannel();
  const bell = new SharedArrayBuffer(64);
  const workerData: LinkData<typeof port2> = { port: port2, bell };
  let worker: Worker;
  try {
    // execArgv: what the program was started with (profilers, loaders, --eval) is not for this thread.
    const entry = new URL('../io/thread.js', import.meta.url);
    worker = new Worker(entry, { workerData, transferList: [port2], execArgv: [], name: 'tickwire I/O' });
  } catch (error) {
    warn('tickwire', `cannot start the I/O thread (${String(error)}); network work runs on the calling thread instead`);
    port1.close();
    return null;
  }
  const link = new Link(port1, bell, true);
  const died = (reason: string): void => {
    const failure: Failure = { code: 'IO_THREAD_FAILED', message: `the I/O thread ended: ${reason}` };
    link.die(failure);
  };
  worker.on('error', (error) => {
    died(String(error));
  });
  worker.on('exit', (code) => {
    died(`exit code ${code}`);
  });
  worker.unref();
  return link;
}

function startInline(): Link {
  const { port1, port2 } = new MessageChannel();
  const bell = new SharedArrayBuffer(64);
  const link = new Link(port1, bell, false);
  // Loaded only when it is wanted: a program with an I/O thread never loads socket code into its own.
  import('../io/service.js').then(
    ({ serve }) => {
      serve({ port: port2, bell });
      port2.unref();
    },
    (error: unknown) => {
      link.die({ code: 'IO_THREAD_FAILED', message: `the I/O code could not be loaded: ${String(error)}` });
    },
  );
  return link;
}
