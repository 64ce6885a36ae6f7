/**
 * The commands in the pages (blocks `sh`) do what they say: those of `tickwire` run against a server on this machine, each
 * line by itself, in a folder with the files that the pages speak of. What is not run stands below, with its reason.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startDocSite, type DocSite } from './doc-site.js';
import { blocksIn } from './pages.js';
import { assertPrinted, run } from './running.js';
import { makeScratch } from './scratch.js';

const checkout = 'this is such a checkout, and .ci/run does just this';
const notRun: Readonly<Record<string, string>> = {
  'npm install && npm start': checkout,
  'npm install': checkout,
  'npm test': 'it would run this test again',
  'npm test -- cli': 'it would run half of the tests again',
  'npm run lint': '.ci/run does',
  'npm run spelling': '.ci/run does',
  'npm run docs:api': '.ci/run does',
  'npm run bench': 'it takes minutes, and a quiet machine',
  'npm run runtimes': 'it takes minutes',
  'npm run runtimes -- --part core': '.ci/run does',
  'npm run runtimes -- --only steam/hops bun node@20': '.ci/run runs these files, and more, on all runtimes',
  'npm install tickwire': 'npm run package:check installs the tarball into an empty project',
  'npm run format': 'it would change files',
  'npx esbuild main.js --bundle --format=esm --outfile=game.js': 'test/bundling does, without a download',
  'npx esbuild main=main.js tickwire-io-thread=tickwire/io-thread --bundle --platform=node --format=esm --outdir=out':
    'test/bundling does, without a download',
  '.ci/run': 'it runs the tests, this one included',
};

/** Lines as they are typed: without remarks, and continued ones joined. */
function commandsOf(text: string): string[] {
  return text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*/, '').trim())
    .filter((line) => line !== '');
}

const blocks = blocksIn('sh').map((block) => ({ block, commands: commandsOf(block.text) }));

describe('commands in the pages', { concurrency: 2 }, () => {
  let site: DocSite;
  let folder: string;

  before(async () => {
    mkdirSync('build/docs', { recursive: true });
    folder = mkdtempSync('build/docs/commands-');
    site = await startDocSite();
  });
  after(() => {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { block, commands } of blocks) {
    for (const command of commands) {
      const reason = notRun[command];
      if (reason !== undefined) {
        it(`${block.place} is not run: ${command}`, { skip: reason });
        continue;
      }
      it(`${block.place}: ${command}`, async () => {
        const cwd = makeScratch(folder, site);
        const env = { PATH: `${resolve(cwd, 'bin')}:${process.env.PATH ?? ''}`, NO_COLOR: '1' };
        const ran = await run(['bash', '-ec', `set -o pipefail; ${site.toReal(command)}`], cwd, env);
        assert.equal(ran.code, 0, ran.complaints);
        if (block.prints !== null) assertPrinted(site.fromReal(ran.output), block.prints);
      });
    }
  }

  it('and none of those that are not run has disappeared', () => {
    const all = new Set(blocks.flatMap(({ commands }) => commands));
    assert.deepEqual(
      Object.keys(notRun).filter((command) => !all.has(command)),
      [],
    );
  });
});
