/** Downloads from a real nginx: many at once, large ones in little memory, and going on after an interruption. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { nginxMissing, startNginx, type Nginx } from '../../interop/nginx.js';
import { ended, run, start } from './process.js';
import { runCommand } from './run-command.js';

const LARGE = 200_000_000;
const MANY = 1000;
const MEMORY_LIMIT_KB = 120_000;

const body = Buffer.from(Array.from({ length: 3_000_000 }, (_none, index) => (index * 7919) % 256));

const reason = nginxMissing();
if (reason !== null) console.log(`skipped: ${reason}`);

const folder = mkdtempSync(join(tmpdir(), 'tickwire-nginx-download-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('tickwire download and nginx', { skip: reason ?? false }, () => {
  let nginx: Nginx;
  let origin: string;
  before(async () => {
    nginx = await startNginx({
      files: { 'slow/body.bin': body, 'large.bin': '' },
      server: `
        location /slow/ { limit_rate_after 1m; if ($http_range = '') { set $limit_rate 200k; } }
        location /many/ { return 200 "this is $uri\n"; }`,
    });
    truncateSync(join(nginx.root, 'large.bin'), LARGE);
    origin = `http://${nginx.host}:${nginx.port}`;
  });
  after(() => nginx.stop());

  it('goes on after an interruption, byte for byte', async () => {
    const part = join(folder, 'body.bin.part');
    const child = start('download', `${origin}/slow/body.bin`, '-o', `${folder}/`);
    while ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) < 1_000_000) await rest(1);
    child.kill('SIGINT');
    assert.equal((await ended(child)).code, 130);
    const kept = statSync(part).size;
    assert.ok(kept < body.length);
    const { code, out } = await runCommand(['download', '-c', '--json', `${origin}/slow/body.bin`, '-o', `${folder}/`]);
    const told = JSON.parse(out) as { status: number; resumedFrom: number };
    assert.deepEqual([code, told.status, told.resumedFrom], [0, 206, kept]);
    assert.deepEqual(readFileSync(join(folder, 'body.bin')), body);
  });

  it('saves a thousand addresses from a list', async () => {
    const list = join(folder, 'list');
    writeFileSync(list, Array.from({ length: MANY }, (_none, index) => `${origin}/many/${index}.txt\n`).join(''));
    const place = join(folder, 'many');
    const { code, err } = await run('download', '-i', list, '-o', place, '-P', '20');
    assert.equal(code, 0, err);
    assert.equal(readdirSync(place).length, MANY);
    for (const name of ['0', '500', '999']) {
      assert.equal(readFileSync(join(place, `${name}.txt`), 'utf8'), `this is /many/${name}.txt\n`);
    }
  });

  it(
    'saves a large file in little memory',
    { skip: process.platform !== 'linux' && 'memory is read from /proc' },
    async () => {
      const child = start('download', `${origin}/large.bin`, '-o', `${folder}/`);
      const outcome = ended(child);
      let most = 0;
      while (child.exitCode === null) {
        most = Math.max(most, peakMemory(child.pid!));
        await rest(5);
      }
      assert.equal((await outcome).code, 0);
      assert.equal(statSync(join(folder, 'large.bin')).size, LARGE);
      assert.ok(most > 0 && most < MEMORY_LIMIT_KB, `${most} kB`);
    },
  );
});

/** The most memory that a process had so far, in kB; 0 when it is gone. */
function peakMemory(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
