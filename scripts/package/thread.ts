/**
 * Makes one file of the code of the I/O thread. A thread begins with nothing loaded: a hundred modules to find, read and
 * link take it as long as everything else before its first request (docs/performance.md).
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { readManifest } from './manifest.js';

const ENTRY = 'dist/io/thread.js';

/** Small, and needed before the first request. The others stay modules of their own, loaded when they are used. */
const included = new Set(['http-cache-semantics', 'lru-cache']);

/** Puts it in the place of the entry, in `folder`. */
export async function bundleThread(folder: string): Promise<void> {
  await build({
    entryPoints: [ENTRY],
    outfile: join(folder, ENTRY),
    allowOverwrite: true,
    bundle: true,
    external: Object.keys(readManifest('.').dependencies ?? {}).filter((name) => !included.has(name)),
    platform: 'node',
    target: 'node20',
    format: 'esm',
  });
}
