/** The program in README.md is one that a newcomer copies: it must compile under strict rules, and run. */
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

it('compiles and gets its answer', async () => {
  const server = createServer((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.accept}`);
  }).listen(0, '127.0.0.1');
  after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const program = /```ts\n([^]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  assert.match(program, /8080/);
  writeFileSync(join(folder, 'program.ts'), program.replace('8080', String(port)));
  const tsconfig = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { composite: false },
    files: ['program.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { encoding: 'utf8' });
  assert.equal(compiled.stdout, '');

  const child = spawn(process.execPath, [join(folder, 'program.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  after(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
  const [code] = (await once(child, 'close')) as [number | null];
  assert.deepEqual([output, code], ['200: GET /scores?player=ada application/json\n', 0]);
});
