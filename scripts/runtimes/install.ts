/** Gets runtimes from the package registry, into a folder of the user's cache, once for each version. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { introductionArguments, labelOf, type Runtime } from './runtimes.js';

const execute = promisify(execFile);

/** A runtime that is installed. */
export interface Installed {
  readonly runtime: Runtime;
  /** The path of its executable. */
  readonly path: string;
}

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tickwire-runtimes');

/** What is in the cache is asked who it is; what gives no right answer is replaced. */
export async function install(runtime: Runtime): Promise<Installed> {
  const folder = join(cache, labelOf(runtime));
  const kept = await introduce(runtime, folder).catch(() => null);
  if (kept !== null) return { runtime, path: kept };
  await download(labelOf(runtime), folder);
  return { runtime, path: await introduce(runtime, folder) };
}

/** @returns The path of the executable. */
async function introduce(runtime: Runtime, folder: string): Promise<string> {
  const command = join(folder, 'node_modules', '.bin', runtime.name);
  const { stdout } = await execute(command, introductionArguments(runtime));
  const [path, version] = JSON.parse(stdout) as [string, string];
  if (version !== runtime.version) throw new Error(`${folder} has ${runtime.name} ${version}`);
  return path;
}

/** Into another folder first: one that is there is complete. */
async function download(label: string, folder: string): Promise<void> {
  console.log(`getting ${label} into ${cache}`);
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(join(cache, 'incomplete-'));
  try {
    await writeFile(join(temporary, 'package.json'), '{"private":true}');
    // The packages fetch or choose the executable in a script of theirs.
    const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts=false', label];
    await execute('npm', args, { cwd: temporary });
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
