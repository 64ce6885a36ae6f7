/**
 * Test code as a script for a page: bundled as a user's bundler would, with the `browser` condition.
 *
 * `node:assert/strict` becomes page-assert.ts, so that the same cases run in Node and in a page. Nothing else of Node may
 * be in it: esbuild fails on any other `node:` import.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The name under which a page finds what the entry exports. */
export const GLOBAL = 'tickwireTest';

const bundles = new Map<string, Promise<string>>();

/**
 * Bundles a compiled module.
 *
 * @param entry - The module, such as `new URL('./my-page.js', import.meta.url)`.
 * @returns A classic script that puts the module's exports on `globalThis.tickwireTest`.
 */
export function bundlePage(entry: URL): Promise<string> {
  let bundle = bundles.get(entry.href);
  if (bundle === undefined) {
    bundle = buildScript(entry);
    bundles.set(entry.href, bundle);
  }
  return bundle;
}

async function buildScript(entry: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: GLOBAL,
    target: 'es2022',
    logLevel: 'silent',
    alias: { 'node:assert/strict': fileURLToPath(new URL('./page-assert.js', import.meta.url)) },
  });
  return outputFiles[0]!.text;
}
