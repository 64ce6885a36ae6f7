/** Gets runtimes from the package registry, into a folder of the user's cache, once for each version. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { introductionArguments, labelOf, type Runtime } from './runtimes.js';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tickwire-runtimes');

/** @returns The path of the runtime's executable. */
export function install(runtime: Runtime): string {
  const label = labelOf(runtime);
  const folder = join(cache, label);
  if (!existsSync(folder)) download(label, folder);
  const command = join(folder, 'node_modules', '.bin', runtime.name);
  const introduction = execFileSync(command, introductionArguments(runtime), { encoding: 'utf8' });
  const [path, version] = JSON.parse(introduction) as [string, string];
  if (version !== runtime.version) throw new Error(`${folder} has ${runtime.name} ${version}; remove it and try again`);
  return path;
}

/** Into another folder first: one that is there is complete. */
function download(label: string, folder: string): void {
  console.log(`getting ${label} into ${cache}`);
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(join(cache, 'incomplete-'));
  try {
    writeFileSync(join(temporary, 'package.json'), '{"private":true}');
    // The packages fetch or choose the executable in a script of theirs.
    const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts=false', label];
    execFileSync('npm', args, { cwd: temporary, stdio: ['ignore', 'ignore', 'inherit'] });
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
