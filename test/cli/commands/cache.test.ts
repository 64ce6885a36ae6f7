/** --cache and --offline, across processes: what one command kept is there for the next one. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { run } from './process.js';
import { runCommand } from './run-command.js';
import { startSite, text } from './site.js';

const folder = mkdtempSync(join(tmpdir(), 'tickwire-cache-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const site = await startSite({
  '/kept': text('kept\n', { 'Cache-Control': 'max-age=1000' }),
  '/plain': text('plain\n', { 'Cache-Control': 'max-age=1000' }),
});

describe('a cache', () => {
  it('answers what an earlier command got, and offline nothing else', async () => {
    const cached = ['--cache', join(folder, 'c')];
    assert.equal((await run('get', `${site.url}/kept`, ...cached)).out, 'kept\n');
    const { out } = await run('get', `${site.url}/kept`, '--json', ...cached);
    const told = JSON.parse(out) as { body: string; cache: string };
    assert.deepEqual([told.body, told.cache, site.asked], ['kept\n', 'hit', ['GET /kept']]);

    assert.equal((await runCommand(['get', `${site.url}/kept`, '--offline', ...cached])).out, 'kept\n');
    const missed = await runCommand(['get', `${site.url}/plain`, '--offline', ...cached]);
    assert.deepEqual([missed.code, missed.out, site.asked], [2, '', ['GET /kept']]);
    assert.match(missed.err, /\[offline\]\. To try: once without --offline, so that it is kept\.\n$/);
  });

  it('is not used unless it was asked for', async () => {
    const { out } = await runCommand(['get', `${site.url}/plain`, `${site.url}/plain`, '--json']);
    assert.equal(site.asked.filter((asked) => asked === 'GET /plain').length, 2);
    assert.equal((JSON.parse(out.split('\n')[0]!) as { cache: unknown }).cache, null);
  });

  it('is needed to be offline', async () => {
    const { code, err } = await runCommand(['get', site.url, '--offline']);
    assert.equal(code, 1);
    assert.match(err, /--cache FOLDER/);
  });
});
