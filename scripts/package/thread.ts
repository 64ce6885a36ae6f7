/**
 * Makes one file of the code of the I/O thread. A thread begins with nothing loaded: a hundred modules to find, read and
 * link take it as long as everything else before its first request (docs/performance.md).
 */
import { join } from 'node:path';
import { build } from 'esbuild';

const ENTRY = 'dist/io/thread.js';

/** Puts it in the place of the entry, in `folder`. Dependencies stay what they are: modules of their own, loaded when used. */
export async function bundleThread(folder: string): Promise<void> {
  await build({
    entryPoints: [ENTRY],
    outfile: join(folder, ENTRY),
    allowOverwrite: true,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
  });
}
