/** Commands that are cut short from outside: by Ctrl-C, by SIGTERM, by a reader that has seen enough. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { ended, start } from './process.js';
import { runCommand } from './run-command.js';
import { file, startSite } from './site.js';

const BODY = Buffer.from(Array.from({ length: 1_000_000 }, (_none, index) => (index * 7919) % 256));
const HALF = 500_000;

const folder = mkdtempSync(join(tmpdir(), 'tickwire-cut-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const site = await startSite({
  '/a.bin': file(BODY, '"a"'),
  '/half.bin': (request, response, body) => {
    if (request.headers.range !== undefined) file(BODY, '"a"')(request, response, body);
    else response.writeHead(200, { 'Content-Length': BODY.length, ETag: '"a"' }).write(BODY.subarray(0, HALF));
  },
  '/endless': (_request, response) => {
    const send = (): void => {
      while (response.write(BODY));
    };
    response.on('drain', send);
    send();
  },
  '/silent': () => undefined,
  '/small': (_request, response) => response.end('small\n'),
});

const noFullDevice = existsSync('/dev/full') ? false : 'there is no /dev/full, whose writes all fail';
if (noFullDevice !== false) console.log(`skipped: ${noFullDevice}`);

/** Resolves when the file has so many bytes. */
async function filled(path: string, size: number): Promise<void> {
  while (!existsSync(path) || statSync(path).size < size) await rest(1);
}

describe('a download that is interrupted', () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`by ${signal} keeps its part file, says how to go on, and goes on byte for byte`, async () => {
      const place = join(folder, signal);
      const child = start('download', `${site.url}/half.bin`, '-o', `${place}/`);
      await filled(join(place, 'half.bin.part'), HALF);
      child.kill(signal);
      const { code: exit, err } = await ended(child);
      assert.equal(exit, code);
      assert.match(err, /^half\.bin: stopped after 500 kB$/m);
      assert.match(
        err,
        /^tickwire: interrupted; kept \S+half\.bin\.part \(500 kB\)\. To go on: tickwire download -c /m,
      );
      assert.deepEqual(readdirSync(place), ['half.bin.part', 'half.bin.part.json']);

      assert.equal((await runCommand(['download', '-c', `${site.url}/half.bin`, '-o', `${place}/`])).code, 0);
      assert.deepEqual([readdirSync(place), readFileSync(join(place, 'half.bin'))], [['half.bin'], BODY]);
    });
  }
});

describe('a get', () => {
  it('ends without a word when its reader has seen enough', async () => {
    const child = start('get', `${site.url}/endless`);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const { code, err } = await ended(child);
    assert.deepEqual([code, err], [0, '']);
  });

  it('says that its output cannot be written, however little it is', { skip: noFullDevice }, async () => {
    const full = openSync('/dev/full', 'w');
    const args = ['dist/cli/main.js', 'get', `${site.url}/small`];
    const child = spawn(process.execPath, args, { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    const [err, [code]] = await Promise.all([text(child.stderr!), once(child, 'close') as Promise<[number | null]>]);
    assert.equal(code, 4);
    assert.equal(err, 'tickwire: standard output cannot be written (ENOSPC: no space left on device)\n');
  });

  it('ends at once although its reader does not read', async () => {
    const child = start('get', `${site.url}/endless`);
    await once(child.stdout, 'readable');
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 130);
  });

  it('ends while it waits for an answer', async () => {
    const asked = site.asked.length;
    const child = start('get', `${site.url}/silent`);
    while (site.asked.length === asked) await rest(1);
    child.kill('SIGINT');
    const { code, out, err } = await ended(child);
    assert.deepEqual([code, out, err], [130, '', '']);
  });
});
