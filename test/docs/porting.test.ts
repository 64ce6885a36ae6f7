/**
 * The programs of docs/porting.md and examples/ are there to be copied: they must compile under strict rules, and run.
 *
 * A block `ts` of the page is a program of its own; `ts compile-only` is one that needs more than a server on loopback.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';

const EXAMPLE = 'examples/http-client.mjs';

/** The text of each block, by whether it is to be run. */
const blocks = [...readFileSync('docs/porting.md', 'utf8').matchAll(/^```ts( compile-only)?\n([^]*?)^```$/gm)].map(
  ([, only, text]) => ({ runs: only === undefined, text: text ?? '' }),
);

async function run(file: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 20_000);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(deadline);
  return { code, output };
}

describe('programs in docs/porting.md and examples/', () => {
  // Inside the package, so that `tickwire/godot` means this one.
  mkdirSync('build/porting', { recursive: true });
  const folder = mkdtempSync('build/porting/');
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => response.end(`${request.method} ${request.url} ${body}`.trim()));
  });

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('compile', () => {
    const { port } = server.address() as AddressInfo;
    const files = blocks.map(({ text }, i) => {
      writeFileSync(join(folder, `program-${i}.ts`), text.replace('8080', String(port)));
      return `program-${i}.ts`;
    });
    const compilerOptions = { composite: false, allowJs: true, rootDir: '../../..', outDir: 'out', declaration: false };
    const example = relative(folder, EXAMPLE);
    const tsconfig = { extends: '../../../tsconfig.base.json', compilerOptions, files: [...files, example] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { encoding: 'utf8' });
    assert.equal(tsc.stdout, '');
  });

  const expected = [
    /^(Connecting\.\.\.\n)+(Requesting\.\.\.\n)+response\? true\ncode: 200\nheaders: \{[^}]*\}\nResponse length: 15\nbytes got: 15\ntext: GET \/index\.html\n$/,
    /^200: GET \/scores\n$/,
    /^0 200 POST \/index\.php username=user&password=pass\n$/,
  ];
  for (const [i, { runs }] of blocks.entries()) {
    if (!runs) continue;
    it(`run: program ${i + 1}`, async () => {
      const { code, output } = await run(join(folder, 'out', folder, `program-${i}.js`));
      assert.match(output, expected[i] ?? /there is no expectation/);
      assert.equal(code, 0);
    });
  }

  it(`run: ${EXAMPLE}`, async () => {
    const { code, output } = await run(EXAMPLE);
    assert.match(output, /^(Connecting\.\.\.\n)+(Requesting\.\.\.\n)+response\? true\ncode: 200\nheaders:\n/);
    assert.match(output, / {2}Content-Type: text\/plain; charset=utf-8\n[^]*\nResponse is chunked!\nbytes got: 99\n/);
    assert.match(output, /\ntext:\nYou asked for \/ChangeLog-5\.php as Pirulo\/1\.0 \(tickwire\)\.\nThis came/);
    assert.equal(code, 0);
  });
});
