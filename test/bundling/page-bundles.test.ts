/** Pages that bundle the package, by esbuild and by Vite: nothing of Node is in them, they run, and they are small. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import type http from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { build as esbuild, transform } from 'esbuild';
import type { Browser } from 'playwright-core';
import { build as vite } from 'vite';
import { version } from 'tickwire';
import { blocksIn } from '../docs/pages.js';
import { serve } from '../steam/platforms.js';
import { browserMissing, startChromium } from '../web/chromium.js';
import { makeProject, type Project } from './installed-package.js';
import { pageProgram } from './programs.js';

/** The most that all of the package may weigh in a page, minified and compressed. */
const BUDGET = 30_000;

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript' };

describe('a bundle for a page', () => {
  let project: Project;
  before(async () => {
    project = await makeProject(true);
    project.write('main.js', pageProgram);
    project.write('index.html', '<!doctype html><title>game</title><script type="module" src="./main.js"></script>');
    project.write('everything.js', `import * as tickwire from 'tickwire'; globalThis.tickwire = tickwire;`);
  });
  after(() => {
    project.remove();
  });

  describe('runs in Chromium', { skip: browserMissing() ?? false }, () => {
    let browser: Browser | undefined;
    before(async () => {
      browser = await startChromium();
    });
    after(() => browser?.close());

    /** Opens the page of a directory; gives what the program left. */
    async function outcome(directory: string): Promise<unknown> {
      const files = ((request, response) => {
        const path = request.url === '/' ? '/index.html' : request.url!;
        if (path === '/hello') response.end('hello');
        else if (path === '/favicon.ico') response.writeHead(204).end();
        else {
          response.setHeader('Content-Type', types[path.split('.').at(-1)!] ?? 'text/plain');
          response.end(readFileSync(join(directory, path)));
        }
      }) satisfies http.RequestListener;
      const server = await serve(files);
      const page = await browser!.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      try {
        await page.goto(server.url, { waitUntil: 'load' });
        const left = await page.evaluate('globalThis.outcome');
        assert.deepEqual(complaints, []);
        return left;
      } finally {
        await page.close();
        await server.close();
      }
    }

    const expected = {
      answers: [
        { status: 200, body: 'hello' },
        { status: 200, body: 'hello' },
      ],
      version,
      sameClasses: true,
    };

    it('when esbuild made it', async () => {
      const { warnings } = await esbuild({
        absWorkingDir: project.directory,
        entryPoints: ['main.js'],
        bundle: true,
        format: 'esm',
        outdir: 'esbuild',
        logLevel: 'silent',
      });
      assert.deepEqual(warnings, []);
      project.write('esbuild/index.html', readFileSync(project.path('index.html'), 'utf8'));
      await assertNothingOfNode(project.path('esbuild'));
      assert.deepEqual(await outcome(project.path('esbuild')), expected);
    });

    it('without a bundler, by the import map that docs/browsers.md shows', async () => {
      const [map] = blocksIn('html').filter(({ place }) => place.startsWith('docs/browsers.md'));
      const head = `<!doctype html><title>game</title>${map!.text}`;
      project.write('plain/index.html', `${head}<script type="module" src="./main.js"></script>`);
      project.write('plain/main.js', pageProgram);
      cpSync(project.path('node_modules/tickwire/dist'), project.path('plain/node_modules/tickwire/dist'), {
        recursive: true,
      });
      assert.deepEqual(await outcome(project.path('plain')), expected);
    });

    it('when Vite made it', async () => {
      const warnings: string[] = [];
      await vite({
        root: project.directory,
        configFile: false,
        logLevel: 'silent',
        build: { outDir: 'vite', rolldownOptions: { onLog: (_level, { message }) => warnings.push(message) } },
      });
      assert.deepEqual(warnings, []);
      await assertNothingOfNode(project.path('vite'));
      assert.deepEqual(await outcome(project.path('vite')), expected);
    });
  });

  it(`has all of the package in less than ${BUDGET / 1000} kB, minified and compressed`, async () => {
    const { outputFiles, metafile } = await esbuild({
      absWorkingDir: project.directory,
      entryPoints: ['everything.js'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const size = brotliCompressSync(outputFiles[0]!.contents).length;
    console.log(`${size} bytes`);
    assert.ok(size < BUDGET, `${size} bytes`);
    const ofThreads = Object.keys(metafile.inputs).filter((path) => /dist\/(io|cookies|cli)\/|\/node\//.test(path));
    assert.deepEqual(ofThreads, [], 'what only Node can run');
  });

  it('cannot take the I/O thread', async () => {
    project.write('thread.js', `import 'tickwire/io-thread';`);
    const built = esbuild({
      absWorkingDir: project.directory,
      entryPoints: ['thread.js'],
      bundle: true,
      write: false,
      logLevel: 'silent',
    });
    await assert.rejects(built, /Could not resolve "tickwire\/io-thread"/);
  });
});

/** What only Node has. */
const globals = ['Buffer', 'process', 'require', 'module', 'global', '__dirname', '__filename', 'setImmediate'];

/** No import of a module of Node, no global of Node, and nothing that a bundler put in the place of either. */
async function assertNothingOfNode(directory: string): Promise<void> {
  const scripts = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 0);
  for (const name of scripts) {
    // esbuild replaces what is a global there, and leaves texts and members of that name alone.
    const define = Object.fromEntries(globals.map((global) => [global, `OF_NODE_${global}`]));
    const { code } = await transform(readFileSync(join(directory, name), 'utf8'), { define });
    const found = /["'`]node:\w+|browser-external|OF_NODE_\w+/.exec(code);
    assert.equal(found?.[0], undefined, name);
  }
}
