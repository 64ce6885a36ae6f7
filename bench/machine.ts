/** On what, with what and under which load the figures came about: without that they mean nothing. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { searchPath } from '../test/interop/nginx.js';
import { projectFile } from './project-file.js';

export interface Machine {
  /** When the run began, as ISO 8601. */
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
  readonly system: string;
  /** By name, in the order in which they are shown. */
  readonly versions: Readonly<Record<string, string>>;
  /** The load average of the last minute when the run began. */
  readonly load: number;
}

/** A load above this, in cores, is somebody else's work, and shows in the figures. */
const QUIET = 0.5;

/** Whether other work was going on. */
export function isBusy({ load }: Pick<Machine, 'load'>): boolean {
  return load > QUIET;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    processor: processors[0]?.model.trim() ?? 'unknown processor',
    cores: processors.length,
    memory: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    versions: {
      tickwire: manifestVersion('package.json'),
      'Node.js': process.versions.node,
      'its OpenSSL': process.versions.openssl,
      undici: manifestVersion('node_modules/undici/package.json'),
      got: manifestVersion('node_modules/got/package.json'),
      curl: programVersion('curl', '--version'),
      nginx: programVersion('nginx', '-v'),
    },
    load: loadavg()[0]!,
  };
}

/** The packages do not export their manifests, so they are read where they are installed. */
function manifestVersion(path: string): string {
  const { version } = JSON.parse(readFileSync(projectFile(path), 'utf8')) as { version: string };
  return version;
}

/** The first thing that looks like a version in what a program says of itself, on either output. */
function programVersion(program: string, option: string): string {
  const { stdout, stderr } = spawnSync(program, [option], {
    env: { ...process.env, PATH: searchPath },
    encoding: 'utf8',
  });
  return /\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? 'not found';
}
