/**
 * `npm run playground`: serves the page until Ctrl-C, and says where.
 */
import { argv, exit, stderr, stdout } from 'node:process';
import { helpText, readCommandLine } from './command-line.js';
import { ListenFailure } from './listening.js';
import { BuildFailure } from './page-build.js';
import { startPlayground } from './playground.js';

const wishes = readCommandLine(argv.slice(2));
switch (wishes.kind) {
  case 'help':
    stdout.write(helpText);
    break;
  case 'complaint':
    stderr.write(`playground: ${wishes.sentence}. --help tells the rest.\n`);
    exit(1);
    break;
  case 'serve':
    await serve(wishes.port);
}

async function serve(port: number): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  try {
    const playground = await startPlayground(port);
    stdout.write(`The playground is at ${playground.address} (Ctrl-C ends it).\n`);
    await interrupted;
    await playground.close();
  } catch (error) {
    if (!(error instanceof ListenFailure || error instanceof BuildFailure)) throw error;
    stderr.write(`playground: ${error.message}\n`);
    exit(1);
  }
}
