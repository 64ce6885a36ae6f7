/** What belongs into the package: everything that a user can reach, and nothing else. */
import { relative } from 'node:path';
import { build, type Platform } from 'esbuild';
import ts from 'typescript';
import { readManifest, type Target } from './manifest.js';

const pages = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];

/** The files that `exports` gives under a condition, for all doors (the I/O thread is one, for those who bundle). */
function filesOf(target: Target, condition: string): string[] {
  if (target === null) return [];
  if (typeof target === 'string') return target.endsWith('.json') ? [] : [target.slice('./'.length)];
  return Object.entries(target).flatMap(([key, inner]) => {
    const counts = key.startsWith('.') || key === condition || (key === 'default' && !(condition in target));
    return counts ? filesOf(inner, condition) : [];
  });
}

async function importedBy(entryPoints: string[], platform: Platform): Promise<string[]> {
  const { metafile } = await build({
    entryPoints,
    platform,
    bundle: true,
    packages: 'external',
    format: 'esm',
    write: false,
    outdir: 'nowhere',
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

function declaredBy(entryPoints: string[]): string[] {
  const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };
  const program = ts.createProgram(entryPoints, options);
  return program.getSourceFiles().map(({ fileName }) => relative('.', fileName));
}

/** The files that a user reaches: by importing, by the compiler, or by reading. */
export async function neededFiles(): Promise<string[]> {
  const { exports: doors = {}, bin = {} } = readManifest('.');
  const node = await importedBy([...filesOf(doors, 'node'), ...Object.values(bin)], 'node');
  const browser = await importedBy(filesOf(doors, 'browser'), 'browser');
  const declarations = declaredBy(filesOf(doors, 'types')).filter((path) => path.startsWith('dist/'));
  return [...new Set([...pages, ...node, ...browser, ...declarations])];
}
