/** The package as a stranger gets it: installed from the tarball into an empty project, and measured. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readManifest } from './manifest.js';

const MAX_DEPENDENCIES = 6;
const MAX_INSTALLED_BYTES = 3_000_000;

/**
 * Makes an empty project and installs the tarball there.
 *
 * @returns What npm printed; scripts that it runs begin with `>`.
 */
export function install(folder: string, tarball: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--foreground-scripts', resolve(tarball)];
  return execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** @returns What is wrong with what was installed. */
export function checkBudget(folder: string, printed: string): string[] {
  const faults: string[] = [];
  const modules = join(folder, 'node_modules');
  const packages = [...packagesIn(modules)];
  const direct = Object.keys(readManifest(join(modules, 'tickwire')).dependencies ?? {}).length;
  if (direct > MAX_DEPENDENCIES) faults.push(`${direct} direct dependencies; at most ${MAX_DEPENDENCIES}`);

  for (const path of packages) {
    const { name, scripts = {} } = readManifest(path);
    const hooks = ['preinstall', 'install', 'postinstall'].filter((hook) => hook in scripts);
    if (hooks.length > 0) faults.push(`${name} runs ${hooks.join(' and ')}`);
  }
  if (/^> /m.test(printed)) faults.push(`npm ran a script:\n${printed}`);

  const total = sizeOf(modules);
  const sizes = packages.map((path) => ({ name: readManifest(path).name, size: sizeOf(path) }));
  const list = sizes.sort((a, b) => b.size - a.size).map(({ name, size }) => `${name} ${kilobytes(size)}`);
  console.log(`${packages.length} packages, ${kilobytes(total)} installed: ${list.slice(0, 7).join(', ')}`);
  if (total > MAX_INSTALLED_BYTES) faults.push(`${kilobytes(total)}; at most ${kilobytes(MAX_INSTALLED_BYTES)}`);
  return faults;
}

/** The folders of all packages, also of those inside of others. */
function* packagesIn(modules: string): Generator<string> {
  if (!existsSync(modules)) return;
  for (const name of readdirSync(modules)) {
    const folder = join(modules, name);
    if (name.startsWith('@')) yield* packagesIn(folder);
    else if (existsSync(join(folder, 'package.json'))) {
      yield folder;
      yield* packagesIn(join(folder, 'node_modules'));
    }
  }
}

/** Bytes of all files in a folder. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
}
