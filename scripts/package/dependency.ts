/** One dependency as one file: its code and that of everything it needs, with all their licences beside it. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { readManifest } from './manifest.js';

const require = createRequire(import.meta.url);

const settings = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
} as const satisfies BuildOptions;

/**
 * Writes `node_modules/NAME` below a folder.
 *
 * @returns Its version.
 */
export async function bundleDependency(name: string, folder: string): Promise<string> {
  const target = join(folder, 'node_modules', name);
  const { metafile } = await build({
    ...settings,
    entryPoints: [require.resolve(name)],
    outfile: join(target, 'index.cjs'),
    format: 'cjs',
    metafile: true,
  });
  writeFileSync(join(target, 'index.mjs'), (await realModule(name)) ?? (await moduleAround(name)));
  const { version, description, license, repository } = readManifest(join('node_modules', name));
  const exports = { import: './index.mjs', require: './index.cjs' };
  const manifest = { name, version, description, license, repository, exports };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const inside = new Set(Object.keys(metafile.inputs).map(packageOf));
  writeFileSync(join(target, 'LICENSE'), [...inside].sort().map(licenceOf).join('\n'));
  return version;
}

/** The package's own ES module with all it needs; null when there is CommonJS in it, which `require`s at run time. */
async function realModule(name: string): Promise<string | null> {
  const entryPoints = [fileURLToPath(import.meta.resolve(name))];
  const { metafile, outputFiles } = await build({
    ...settings,
    entryPoints,
    format: 'esm',
    metafile: true,
    write: false,
  });
  const isPure = Object.values(metafile.inputs).every(({ format }) => format === 'esm');
  // Programs that bundle it again could not resolve `require` in it.
  return isPure ? outputFiles[0]!.text : null;
}

/** An ES module around the CommonJS one, with the names that `import` of the real package gives. */
async function moduleAround(name: string): Promise<string> {
  const names = Object.keys((await import(name)) as object).filter((key) => key !== 'module.exports');
  const lines = names.map((key) => (key === 'default' ? 'export default all;' : `export const ${key} = all.${key};`));
  return ["import all from './index.cjs';", ...lines, ''].join('\n');
}

/** The folder of the package that a file belongs to. */
function packageOf(path: string): string {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
  if (folder === undefined) throw new Error(`${path} is of no package`);
  return folder;
}

/** Name, version and licence of a package, with the licence's text. */
function licenceOf(folder: string): string {
  const { name, version, license = 'no licence', author = '' } = readManifest(folder);
  const file = readdirSync(folder).find((entry) => /^(licence|license)/i.test(entry));
  const by = typeof author === 'string' ? author : author.name;
  const text = file === undefined ? by : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}
