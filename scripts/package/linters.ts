/** What the ecosystem's own tools say about the tarball: publint, and Are The Types Wrong. */
import { spawnSync } from 'node:child_process';

const linters = {
  publint: ['run', '--strict'],
  // The package has ES modules alone, on purpose: what old resolvers and `require` make of it is not looked at.
  attw: ['--profile', 'esm-only', '--no-emoji'],
};

/** @returns What is wrong. */
export function lintTarball(tarball: string): string[] {
  return Object.entries(linters).flatMap(([name, args]) => {
    const file = `node_modules/.bin/${name}`;
    const { status, stdout, stderr } = spawnSync(file, [...args, tarball], { encoding: 'utf8' });
    return status === 0 ? [] : [`${name}:\n${stdout}${stderr}`];
  });
}
