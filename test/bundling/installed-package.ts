/** A project that has installed the package as it is published, without any network. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stage } from '../../scripts/package/stage.js';

/** A project in a temporary directory. */
export interface Project {
  readonly directory: string;
  /** Writes a file; gives its path. */
  write(name: string, text: string): string;
  /** The path of a file. */
  path(name: string): string;
  remove(): void;
}

let staged: Promise<string> | null = null;

/** Puts the package together, once for a process; gives the folder. */
async function stagedPackage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tickwire-package-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  await stage(folder);
  return folder;
}

/** Makes a project with the package installed, or without it. */
export async function makeProject(installed: boolean): Promise<Project> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tickwire-project-')));
  const path = (name: string): string => join(directory, name);
  const write = (name: string, text: string): string => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
    return path(name);
  };
  write('package.json', JSON.stringify({ name: 'game', type: 'module', private: true }));
  if (installed) cpSync(await (staged ??= stagedPackage()), path('node_modules/tickwire'), { recursive: true });
  return {
    directory,
    path,
    write,
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
