/**
 * Puts together what is published: the files that a user can reach, the code of the I/O thread as one file, a manifest
 * without what is for those who work on the project, and the dependencies, each reduced to one file with everything it needs.
 *
 * As npm would install them, the six dependencies bring 24 packages more and 11 MB, most of it never loaded. Here they are
 * bundled dependencies (`bundleDependencies`): npm finds them inside of the package, and installs nothing else.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { neededFiles } from './contents.js';
import { bundleDependency } from './dependency.js';
import { readManifest, type Target } from './manifest.js';
import { bundleThread } from './thread.js';

/** For those who work on the project. */
const notPublished = new Set(['private', 'scripts', 'devDependencies', 'files']);

/** The condition under which benchmarks get what was staged. */
const STAGED = 'staged';

/** Where it is put together; `npm publish build/package` publishes it. */
export const PACKAGE = 'build/package';

/**
 * @param folder - What was there before is removed.
 * @returns The project's own files that are there now.
 */
export async function stage(folder: string): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  const needed = await neededFiles();
  for (const path of needed) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(path, join(folder, path));
  }
  await bundleThread(folder);
  const manifest = readManifest('.');
  const bundled: Record<string, string> = {};
  for (const name of Object.keys(manifest.dependencies ?? {})) bundled[name] = await bundleDependency(name, folder);
  const kept = Object.entries(manifest).filter(([field]) => !notPublished.has(field));
  // Where tests find the source; nobody else has a use for it.
  const imports = Object.entries(manifest.imports ?? {}).filter(([name]) => name !== '#src/*');
  const published = {
    ...Object.fromEntries(kept),
    exports: withoutStaged(manifest.exports ?? null),
    imports: Object.fromEntries(imports),
    dependencies: bundled,
    bundleDependencies: Object.keys(bundled),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  return needed;
}

function withoutStaged(target: Target): Target {
  if (target === null || typeof target === 'string') return target;
  const kept = Object.entries(target).filter(([condition]) => condition !== STAGED);
  return Object.fromEntries(kept.map(([condition, inner]) => [condition, withoutStaged(inner)]));
}
