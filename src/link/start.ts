/**
 * Where the I/O side comes from: one thread per process, started at first use, or the same code on the caller's thread.
 *
 * The thread never keeps the process alive and ends with it. When it dies, whoever had something open hears of it, and
 * the next use starts a new one.
 */
import { MessageChannel, Worker } from 'node:worker_threads';
import { warn } from '../log.js';
import { ioOptions } from './io-options.js';
import { Link } from './link.js';
import type { Failure, LinkData } from './protocol.js';
import { threadFile } from './thread-file.js';

/**
 * What the thread makes dies young. In a nursery that fits into the processor's cache it does so at less cost: 15% more
 * small requests a second than with Node's 48 MB (docs/performance.md).
 */
const YOUNG_GENERATION_MB = 8;

const fileMissing =
  'the code of the I/O thread is not there: this program was bundled, and tickwire is not installed beside the bundle; ' +
  'bundle tickwire/io-thread as tickwire-io-thread.js into the same directory, or leave tickwire out of the bundle ' +
  '(docs/browsers.md); network work runs on the calling thread instead';

const links: { threaded: Link | null; inline: Link | null } = { threaded: null, inline: null };

/** The link of this process; starts the I/O side at first use. */
export function sharedLink(): Link {
  const { ioThread } = ioOptions();
  const kind = ioThread ? 'threaded' : 'inline';
  const present = links[kind];
  if (present !== null && present.death === null) return present;
  const link = ioThread ? (startThread() ?? startInline()) : startInline();
  links[kind] = link;
  return link;
}

function startThread(): Link | null {
  const file = threadFile();
  if (file === null) {
    warn('tickwire', fileMissing);
    return null;
  }
  const { port1, port2 } = new MessageChannel();
  const bell = new SharedArrayBuffer(64);
  const workerData: LinkData<typeof port2> = { port: port2, bell };
  let worker: Worker;
  try {
    // execArgv: what the program was started with (profilers, loaders, --eval) is not for this thread.
    worker = new Worker(file, {
      workerData,
      transferList: [port2],
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      name: 'tickwire I/O',
    });
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
