/** Programs for Node that bundle the package: the I/O thread's file must be found, or its absence be explained. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { build as esbuild, type BuildOptions } from 'esbuild';
import { build as vite } from 'vite';
import { serve, type WebServer } from '../steam/platforms.js';
import { makeProject, type Project } from './installed-package.js';
import { nodeProgram } from './programs.js';

const run = promisify(execFile);

interface Outcome {
  readonly threaded: boolean;
  readonly status: number;
  readonly body: string;
  readonly error: string | null;
  readonly warnings: readonly string[];
}

const inThread: Outcome = { threaded: true, status: 200, body: 'hello', error: null, warnings: [] };

describe('a bundle for Node', () => {
  let server: WebServer;
  let project: Project;
  /** A project that nothing is installed in. */
  let bare: Project;
  before(async () => {
    server = await serve((request, response) => response.end(request.headers.cookie ?? 'hello'));
    project = await makeProject(true);
    bare = await makeProject(false);
    project.write('main.js', nodeProgram);
  });
  after(async () => {
    project.remove();
    bare.remove();
    await server.close();
  });

  async function outcome(file: string, ...cookie: readonly string[]): Promise<Outcome> {
    const args = [file, `${server.url}/`, ...cookie];
    const { stdout, stderr } = await run(process.execPath, args, { timeout: 20_000 });
    assert.equal(stderr, '');
    return JSON.parse(stdout) as Outcome;
  }

  const bundled = async (options: BuildOptions): Promise<void> => {
    const result = await esbuild({
      absWorkingDir: project.directory,
      entryPoints: ['main.js'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
      ...options,
    });
    assert.deepEqual(result.errors, []);
  };

  it('by esbuild takes the thread from the installed package', async () => {
    await bundled({ outdir: 'esm' });
    assert.deepEqual(await outcome(project.path('esm/main.js')), inThread);
    // What the package brings along is found from the bundle, too.
    assert.deepEqual(await outcome(project.path('esm/main.js'), 'a=1'), { ...inThread, body: 'a=1' });
  });

  it('by esbuild in the format of CommonJS does so, too', async () => {
    await bundled({ outfile: 'cjs/main.cjs', format: 'cjs' });
    assert.deepEqual(await outcome(project.path('cjs/main.cjs')), inThread);
  });

  it('by esbuild takes the thread that was bundled beside it, and needs no package then', async () => {
    for (const [format, extension] of [
      ['esm', '.mjs'],
      ['cjs', '.cjs'],
    ] as const) {
      const entryPoints = { main: 'main.js', 'tickwire-io-thread': 'tickwire/io-thread' };
      const directory = `alone-${format}`;
      await bundled({ entryPoints, outdir: bare.path(directory), format, outExtension: { '.js': extension } });
      assert.deepEqual(await outcome(bare.path(`${directory}/main${extension}`)), inThread);
    }
  });

  it('with neither works on the calling thread, and says what to do', async () => {
    await bundled({ outdir: bare.path('neither') });
    const { threaded, status, body, error, warnings } = await outcome(bare.path('neither/main.js'));
    assert.deepEqual([threaded, status, body, error], [false, 200, 'hello', null]);
    assert.match(warnings[0]!, /the code of the I\/O thread is not there.*bundle tickwire\/io-thread as/);
  });

  it('by Vite takes the thread from the installed package', async () => {
    await vite({
      root: project.directory,
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: { ssr: 'main.js', outDir: 'vite' },
    });
    assert.deepEqual(await outcome(project.path('vite/main.js')), inThread);
  });

  it('by Vite takes the thread that was bundled beside it, and needs no package then', async () => {
    await vite({
      root: project.directory,
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: {
        ssr: true,
        outDir: bare.path('vite'),
        rolldownOptions: { input: { main: 'main.js', 'tickwire-io-thread': 'tickwire/io-thread' } },
      },
    });
    assert.deepEqual(await outcome(bare.path('vite/main.js')), inThread);
  });
});
