import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { runCommand, type Run } from './run-command.js';
import { file, startSite, status, text } from './site.js';

const BODY = Buffer.from(Array.from({ length: 300_000 }, (_none, index) => (index * 7919) % 256));
const OTHER = Buffer.from(BODY).reverse();

const root = mkdtempSync(join(tmpdir(), 'tickwire-download-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});

const site = await startSite({});
let folder: string;
let runs = 0;
beforeEach(() => {
  folder = join(root, String(runs++));
  mkdirSync(folder);
  site.asked.length = 0;
  site.pages['/a.bin'] = file(BODY, '"a"');
  site.pages['/b.txt'] = text('b\n');
});

/** Downloads into the test's folder. */
const download = (paths: readonly string[], ...args: string[]): Promise<Run> =>
  runCommand(['download', ...paths.map((path) => site.url + path), '-o', `${folder}/`, ...args]);

const saved = (name: string): Buffer => readFileSync(join(folder, name));

/** Leaves a part file behind, as a broken connection does. */
async function cutShort(after: number): Promise<Run> {
  site.pages['/a.bin'] = file(BODY, '"a"', () => after);
  const run = await download(['/a.bin']);
  site.pages['/a.bin'] = file(BODY, '"a"');
  site.asked.length = 0;
  return run;
}

describe('tickwire download', () => {
  it('saves each address under the end of its name, and nothing else', async () => {
    const { code, out, err } = await download(['/a.bin', '/b.txt']);
    assert.deepEqual([code, out], [0, '']);
    assert.deepEqual(readdirSync(folder), ['a.bin', 'b.txt']);
    assert.deepEqual(saved('a.bin'), BODY);
    assert.match(err, /^a\.bin: 300 kB in .* \(.*\/s\)$/m);
    assert.match(err, /^2 files: 2 done; 300 kB in /m);
    assert.doesNotMatch(err, /\u001b|\r/);
  });

  it('saves one as the file that -o names, and replaces it', async () => {
    const path = join(folder, 'deep', 'er', 'name');
    for (let time = 0; time < 2; time++) {
      assert.equal((await runCommand(['download', `${site.url}/b.txt`, '-o', path])).code, 0);
    }
    assert.equal(readFileSync(path, 'utf8'), 'b\n');
  });

  it('takes addresses from a list', async () => {
    const list = `# two\n${site.url}/a.bin\n\n${site.url}/b.txt\n`;
    const { code } = await runCommand(['download', '-i', '-', '-o', folder, '-s'], { stdin: list });
    assert.deepEqual([code, readdirSync(folder)], [0, ['a.bin', 'b.txt']]);
  });

  it('never runs more at a time than it may', async () => {
    let running = 0;
    let most = 0;
    const names = Array.from({ length: 12 }, (_none, index) => `/${index}`);
    for (const name of names) {
      site.pages[name] = (_request, response) => {
        most = Math.max(most, ++running);
        setImmediate(() => {
          running--;
          response.end(name);
        });
      };
    }
    assert.equal((await download(names, '-P', '3')).code, 0);
    assert.equal(readdirSync(folder).length, 12);
    assert.ok(most <= 3, `${most} at a time`);
  });

  it('does not replace a file that is there, unless it may', async () => {
    writeFileSync(join(folder, 'b.txt'), 'mine');
    const { code, err } = await download(['/b.txt']);
    assert.deepEqual([code, saved('b.txt').toString(), site.asked], [4, 'mine', []]);
    assert.match(err, /b\.txt is there already\. To try: another place with -o, or -O to replace it\./);
    assert.equal((await download(['/b.txt'], '-O')).code, 0);
    assert.equal(saved('b.txt').toString(), 'b\n');
  });

  it('does not replace one that appears meanwhile', async () => {
    site.pages['/b.txt'] = (_request, response) => {
      writeFileSync(join(folder, 'b.txt'), 'mine');
      response.end('b\n');
    };
    const { code, err } = await download(['/b.txt']);
    assert.deepEqual([code, saved('b.txt').toString()], [4, 'mine']);
    assert.match(err, /b\.txt appeared meanwhile/);
  });

  it('does not save two addresses as one file', async () => {
    const { code, err } = await download(['/b.txt', '/b.txt?2']);
    assert.deepEqual([code, readdirSync(folder)], [4, ['b.txt']]);
    assert.match(err, /another of these addresses is saved as .*b\.txt already/);
    assert.match(err, /^2 files: 1 failed, 1 done; /m);
  });

  it('saves no error page, and goes on with the others', async () => {
    const { code, err } = await download(['/nowhere', '/b.txt']);
    assert.deepEqual([code, readdirSync(folder)], [3, ['b.txt']]);
    assert.match(err, /404 Not Found/);
  });

  it('saves an empty file', async () => {
    site.pages['/b.txt'] = text('');
    await download(['/b.txt']);
    assert.equal(saved('b.txt').length, 0);
  });

  it('asks for no coding, so that the bytes on the disk are those of the file', async () => {
    let accepted: string | undefined;
    site.pages['/b.txt'] = (request, response) => {
      accepted = request.headers['accept-encoding'];
      response.end('b\n');
    };
    await download(['/b.txt']);
    assert.equal(accepted, 'identity');
  });

  it('says where it cannot write', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, err } = await runCommand(['download', `${site.url}/b.txt`, '-o', join(folder, 'file', 'x')]);
    assert.equal(code, 4);
    assert.match(err, /cannot be written \((ENOTDIR|EEXIST)/);
  });

  it('prints an object for each file with --json', async () => {
    const { out } = await download(['/a.bin'], '--json');
    const object = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual(
      [object.status, object.file, object.fileSize, object.resumedFrom],
      [200, join(folder, 'a.bin'), BODY.length, 0],
    );
  });

  it('prints an object for a failed one too, without a file', async () => {
    const { out } = await download(['/nowhere'], '--json');
    const { status: code, file: path, error } = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual([code, path, error], [404, undefined, null]);
  });

  it('does nothing without an address', async () => {
    assert.equal((await runCommand(['download'])).code, 1);
  });
});

describe('tickwire download, cut short', () => {
  it('keeps what came, and says how to go on', async () => {
    const { code, err } = await cutShort(100_000);
    assert.equal(code, 2);
    assert.deepEqual(readdirSync(folder), ['a.bin.part', 'a.bin.part.json']);
    assert.deepEqual(saved('a.bin.part'), BODY.subarray(0, 100_000));
    assert.match(err, /^tickwire: kept \S+a\.bin\.part \(100 kB\)\. To go on: tickwire download -c http:\S+ -o \S+$/m);
  });

  it('goes on where it ended, byte for byte', async () => {
    await cutShort(100_000);
    const { code, err } = await download(['/a.bin'], '-c');
    assert.deepEqual([code, site.asked], [0, ['GET /a.bin bytes=100000-']]);
    assert.deepEqual([readdirSync(folder), saved('a.bin')], [['a.bin'], BODY]);
    assert.match(err, /a\.bin: 300 kB/);
  });

  it('does not begin anew without -c, and does with -O', async () => {
    await cutShort(100_000);
    const { code, err } = await download(['/a.bin']);
    assert.deepEqual([code, site.asked], [4, []]);
    assert.match(err, /a\.bin\.part is there already\. To try: -c to go on with it, or -O to begin anew/);
    await download(['/a.bin'], '-O');
    assert.deepEqual([site.asked, saved('a.bin')], [['GET /a.bin'], BODY]);
  });

  it('begins anew when the file has changed since', async () => {
    await cutShort(100_000);
    site.pages['/a.bin'] = file(OTHER, '"b"');
    assert.equal((await download(['/a.bin'], '-c')).code, 0);
    assert.deepEqual([site.asked, saved('a.bin')], [['GET /a.bin bytes=100000-'], OTHER]);
  });

  it('begins anew when the server sends another range than was asked for', async () => {
    await cutShort(100_000);
    const good = site.pages['/a.bin']!;
    site.pages['/a.bin'] = (request, response, body) => {
      if (request.headers.range === undefined) good(request, response, body);
      else response.writeHead(206, { 'Content-Range': `bytes 0-9/${BODY.length}` }).end(BODY.subarray(0, 10));
    };
    assert.equal((await download(['/a.bin'], '-c')).code, 0);
    assert.deepEqual([site.asked.length, saved('a.bin')], [2, BODY]);
  });

  it('begins anew when it cannot be validated', async () => {
    await cutShort(100_000);
    rmSync(join(folder, 'a.bin.part.json'));
    await download(['/a.bin'], '-c');
    assert.deepEqual([site.asked, saved('a.bin')], [['GET /a.bin'], BODY]);
  });

  it('finds out that all was there already', async () => {
    await cutShort(100_000);
    writeFileSync(join(folder, 'a.bin.part'), BODY);
    assert.equal((await download(['/a.bin'], '-c')).code, 0);
    assert.deepEqual([site.asked, saved('a.bin')], [[`GET /a.bin bytes=${BODY.length}-`], BODY]);
  });

  it('leaves whole files alone with -c, without asking', async () => {
    await download(['/a.bin']);
    site.asked.length = 0;
    const { code, err } = await download(['/a.bin'], '-c');
    assert.deepEqual([code, site.asked], [0, []]);
    assert.match(err, /a\.bin: there already/);
  });

  it('goes on by itself with --retry, however often it breaks', async () => {
    site.pages['/a.bin'] = file(BODY, '"a"', () => 90_000);
    const { code, rests } = await download(['/a.bin'], '--retry', '3');
    assert.equal(code, 0);
    assert.deepEqual(site.asked, [
      'GET /a.bin',
      'GET /a.bin bytes=90000-',
      'GET /a.bin bytes=180000-',
      'GET /a.bin bytes=270000-',
    ]);
    assert.deepEqual(rests, [1000, 2000, 4000]);
    assert.deepEqual(saved('a.bin'), BODY);
  });

  it('keeps the part file when an error page comes in between', async () => {
    await cutShort(100_000);
    site.pages['/a.bin'] = status(403);
    assert.equal((await download(['/a.bin'], '-c')).code, 3);
    assert.deepEqual(saved('a.bin.part'), BODY.subarray(0, 100_000));
  });

  it('works with --interface godot too', async () => {
    await cutShort(100_000);
    assert.equal((await download(['/a.bin'], '-c', '--interface', 'godot')).code, 0);
    assert.deepEqual(saved('a.bin'), BODY);
  });
});

describe('pictures of a download', () => {
  it('are drawn of every request', async () => {
    const [svg, page, har] = ['w.svg', 'w.html', 'd.har'].map((name) => join(folder, name)) as [string, string, string];
    await download(['/a.bin', '/b.txt'], '--waterfall', svg, '--har', har);
    assert.match(readFileSync(svg, 'utf8'), /^<svg [^]*a\.bin[^]*b\.txt[^]*<\/svg>\n$/);
    const { log } = JSON.parse(readFileSync(har, 'utf8')) as { log: { entries: unknown[] } };
    assert.equal(log.entries.length, 2);
    await download(['/b.txt'], '-O', '--waterfall', page);
    assert.match(readFileSync(page, 'utf8'), /^<!doctype html>/);
  });

  it('that cannot be written are a failure of their own', async () => {
    const { code, err } = await download(['/b.txt'], '--har', '/nowhere/x.har');
    assert.equal(code, 4);
    assert.ok(existsSync(join(folder, 'b.txt')));
    assert.match(err, /--har: \/nowhere\/x\.har cannot be written \(ENOENT/);
  });
});
