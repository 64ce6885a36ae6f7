/** The examples compile, run by themselves, end by themselves, and print what they promise. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, describe, it } from 'node:test';
import { run } from './running.js';

const promises: Readonly<Record<string, readonly RegExp[]>> = {
  'http-client.mjs': [
    /^(Connecting\.\.\.\n)+(Requesting\.\.\.\n)+response\? true\ncode: 200\nheaders:\n/,
    / {2}Content-Type: text\/plain; charset=utf-8\n[^]*\nResponse is chunked!\nbytes got: 99\n/,
    /\ntext:\nYou asked for \/ChangeLog-5\.php as Pirulo\/1\.0 \(tickwire\)\.\nThis came/,
  ],
  'steam-game-loop.mjs': [/three of them at a time/, /"contents of \/map\.json"/, /chat\?hello[^]*bonus\.bin/],
  'steam-streamed-download.mjs': [/announces 67108864 bytes/, /100 %/, /the file has 67108864 bytes/],
  'steam-post-form.mjs': [/player=Zo%C3%AB&level=The%20Old%20Mill&score=41200/, /\{"player":"Zoë","score":41200\}/],
  'steam-await.mjs': [/200 \{"news"/, /404 there is no such page/, /3 more/, /GET http.*\/slow: .*200 ms/],
};

describe('the examples', { concurrency: 2 }, () => {
  // Inside the package, so that `tickwire/godot` means this one.
  mkdirSync('build/docs', { recursive: true });
  const folder = mkdtempSync('build/docs/examples-');
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const names = readdirSync('examples').filter((name) => name.endsWith('.mjs'));

  it('are all tried here', () => {
    assert.deepEqual(names.sort(), Object.keys(promises).sort());
  });

  it('compile', () => {
    const compilerOptions = { composite: false, noEmit: true, allowJs: true, checkJs: true, rootDir: '../../..' };
    const files = names.map((name) => relative(folder, join('examples', name)));
    const tsconfig = { extends: '../../../tsconfig.base.json', compilerOptions, files };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const tsc = ['node_modules/typescript/bin/tsc', '-p', folder];
    assert.equal(spawnSync(process.execPath, tsc, { encoding: 'utf8' }).stdout, '');
  });

  for (const [name, lines] of Object.entries(promises)) {
    it(`examples/${name}`, async () => {
      const { code, output, complaints } = await run([process.execPath, join('examples', name)], '.');
      assert.equal(complaints, '');
      assert.equal(code, 0);
      for (const line of lines) assert.match(output, line);
    });
  }
});
