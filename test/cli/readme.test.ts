/** The programs in README.md are what a newcomer copies: they must compile under strict rules, and run. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, it } from 'node:test';

// Inside the package, so that `tickwire/godot` means this one.
mkdirSync('build/readme', { recursive: true });
const folder = mkdtempSync('build/readme/');
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code ?? '');

const expected = [
  ['HTTPClient', '200: GET /scores?player=ada application/json\n'],
  ['Steam', '42: 200, GET /scores?player=ada */*\n'],
] as const;

it('are as many as are tried here', () => {
  assert.equal(blocks.length, expected.length);
});

for (const [index, [name, answer]] of expected.entries()) {
  it(`with ${name} compiles and gets its answer`, async () => {
    const server = createServer((request, response) => {
      response.end(`${request.method} ${request.url} ${request.headers.accept}`);
    }).listen(0, '127.0.0.1');
    after(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const program = blocks[index] ?? '';
    assert.match(program, /8080/);
    writeFileSync(join(folder, 'program.ts'), program.replace('8080', String(port)));
    const tsconfig = {
      extends: '../../../tsconfig.base.json',
      compilerOptions: { composite: false },
      files: ['program.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const tsc = ['node_modules/typescript/bin/tsc', '-p', folder];
    assert.equal(spawnSync(process.execPath, tsc, { encoding: 'utf8' }).stdout, '');

    const child = spawn(process.execPath, [join(folder, 'program.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
    after(() => child.kill('SIGKILL'));
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.deepEqual([output, code], [answer, 0]);
  });
}
