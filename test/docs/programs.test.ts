/**
 * The programs in the pages are there to be copied: each compiles under strict rules, runs, ends by itself, and prints
 * what the page says (`text prints`).
 *
 * `ts compile-only REASON` is not run, for the reason that stands there. `ts browser` is compiled with the types of
 * browsers and bundled for them.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { startDocSite, type DocSite } from './doc-site.js';
import { blocksIn, type Block } from './pages.js';
import { assertPrinted, run } from './running.js';
import { makeScratch } from './scratch.js';

// Inside the package, so that `tickwire/godot` means this one.
mkdirSync('build/docs', { recursive: true });
const folder = mkdtempSync('build/docs/programs-');

const kindOf = (block: Block): string => /^(compile-only|browser|)/.exec(block.remark)?.[0] ?? '';
const programs = blocksIn('ts', 'js').map((block, i) => ({ block, kind: kindOf(block), name: `program-${i + 1}` }));

/** Compiles some of the programs; gives what the compiler has to say. */
function compile(chosen: typeof programs, part: string, lib: readonly string[]): string {
  const compilerOptions = {
    composite: false,
    allowJs: true,
    checkJs: true,
    rootDir: '.',
    outDir: join('out', part),
    declaration: false,
    lib,
  };
  const files = chosen.map(({ block, name }) => `${name}.${block.language}`);
  const tsconfig = { extends: '../../../tsconfig.base.json', compilerOptions, files };
  writeFileSync(join(folder, `tsconfig.${part}.json`), JSON.stringify(tsconfig));
  const args = ['node_modules/typescript/bin/tsc', '-p', join(folder, `tsconfig.${part}.json`)];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
}

describe('programs in the pages', () => {
  let site: DocSite;

  before(async () => {
    site = await startDocSite();
    for (const { block, name } of programs) {
      writeFileSync(join(folder, `${name}.${block.language}`), site.toReal(block.text));
    }
  });
  after(() => {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('compile', () => {
    const where = programs.map(({ block, name }) => `${name}: ${block.place}`).join('\n');
    const forNode = programs.filter(({ kind }) => kind !== 'browser');
    assert.equal(compile(forNode, 'node', ['ES2023']), '', where);
    const forBrowsers = programs.filter(({ kind }) => kind === 'browser');
    if (forBrowsers.length === 0) return;
    assert.equal(compile(forBrowsers, 'browser', ['ES2023', 'DOM', 'DOM.Iterable']), '', where);
  });

  describe('', { concurrency: 2 }, () => {
    for (const { block, kind, name } of programs) {
      if (kind === 'browser') {
        it(`${block.place} is bundled for browsers`, async () => {
          const entryPoints = [join(folder, 'out/browser', `${name}.js`)];
          const { errors } = await build({
            entryPoints,
            bundle: true,
            write: false,
            platform: 'browser',
            format: 'esm',
          });
          assert.deepEqual(errors, []);
        });
      } else if (kind === 'compile-only') {
        const reason = block.remark.slice('compile-only'.length).trim();
        it(`${block.place} says why it is not run: ${reason}`, () => {
          assert.notEqual(reason, '');
        });
      } else {
        it(`${block.place} runs`, async () => {
          assert.equal(block.remark, '', 'there is no such remark');
          const cwd = makeScratch(folder, site);
          const { code, output, complaints } = await run(
            [process.execPath, resolve(folder, 'out/node', `${name}.js`)],
            cwd,
          );
          assert.equal(complaints, '');
          assert.equal(code, 0);
          if (block.prints === null) assert.notEqual(output, '', 'it prints nothing, so nobody sees that it worked');
          else assertPrinted(site.fromReal(output), block.prints);
        });
      }
    }
  });
});
