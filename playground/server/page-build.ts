/**
 * Makes the page out of its sources, in memory: scripts and styles bundled by esbuild as anybody's bundler would for a
 * browser, and the document with what only the server knows filled in.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** What the document tells the page about its server. */
export interface ServerFacts {
  /** The port of the second origin. */
  readonly otherPort: number;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
};

/** A page that cannot be built; the message is a sentence, and esbuild's own below it. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure';
}

/** The sources, seen from where this file is compiled to (build/playground/server). */
const pageFolder = fileURLToPath(new URL('../../../playground/page/', import.meta.url));

/**
 * Builds everything anew.
 *
 * @returns The assets by path, `/` being the document.
 * @throws BuildFailure when esbuild finds a mistake in the sources.
 */
export async function buildPage(facts: ServerFacts): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const { path, contents } of await bundle()) {
    const name = `/${path.slice(path.lastIndexOf('/') + 1)}`;
    assets.set(name, { type: types[name.slice(name.lastIndexOf('.'))]!, body: contents });
  }
  const document = await readFile(`${pageFolder}index.html`, 'utf8');
  assets.set('/', {
    type: 'text/html; charset=utf-8',
    body: document.replace('%OTHER_PORT%', String(facts.otherPort)),
  });
  return assets;
}

async function bundle(): Promise<readonly esbuild.OutputFile[]> {
  try {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: pageFolder,
      entryPoints: { page: 'page.ts', theme: 'theme.ts', styles: 'styles/styles.css' },
      outdir: '/',
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      target: ['es2022', 'safari16'],
      sourcemap: 'linked',
      logLevel: 'silent',
    });
    return outputFiles;
  } catch (error) {
    const messages = await esbuild.formatMessages((error as esbuild.BuildFailure).errors, { kind: 'error' });
    throw new BuildFailure(`the page cannot be built:\n${messages.join('')}`, { cause: error });
  } finally {
    // esbuild keeps a process for further builds; there are none.
    await esbuild.stop();
  }
}
