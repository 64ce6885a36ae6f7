// The store on disk where things go wrong: damage, other processes, a process that is killed, a full disk, too much in it.
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openDisk, type Disk } from '#src/io/cache/disk.js';
import { DiskStore, type DiskStoreOptions } from '#src/io/cache/disk-store.js';
import { bytesOf, type StoredResponse } from '#src/io/cache/stored-response.js';
import { START, stored, URL_A } from './scene.js';

const root = mkdtempSync(join(tmpdir(), 'tickwire-disk-'));
after(() => {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

let made = 0;
const freshDirectory = (): string => join(root, String(++made));

function open(directory: string, options: Partial<DiskStoreOptions> = {}): DiskStore {
  const warn = (message: string): void => {
    throw new Error(message);
  };
  return new DiskStore({ directory, capacity: 10_000_000, open: openDisk, now: () => START, warn, ...options });
}

const find = (store: DiskStore, url = URL_A): Promise<readonly StoredResponse[]> =>
  new Promise((resolve) => {
    store.find(url, resolve);
  });
const read = (store: DiskStore, response: StoredResponse): Promise<string | null> =>
  new Promise((resolve) => {
    store.read(response, (body) => {
      resolve(body === null ? null : Buffer.from(bytesOf(body)).toString());
    });
  });
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

/** The files of a part of the directory (`content` or `index`). */
function filesOf(directory: string, part: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.includes(part))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The file that holds a text. */
function fileWith(directory: string, text: string): string {
  const file = filesOf(directory, 'content').find((path) => readFileSync(path, 'latin1').includes(text));
  assert.ok(file !== undefined, 'the body is in a file');
  return file;
}

async function written(directory: string): Promise<StoredResponse> {
  const store = open(directory);
  const response = stored('X: 1');
  store.write(response, bytes('body'));
  await store.idle();
  return response;
}

describe('what is on disk', () => {
  it('is there for the next process', async () => {
    const directory = freshDirectory();
    const response = await written(directory);
    const store = open(directory);
    assert.deepEqual(await find(store), [response]);
    assert.equal(await read(store, response), 'body');
  });

  it('is a miss when the body is damaged, and can be stored again', async () => {
    const directory = freshDirectory();
    const response = await written(directory);
    writeFileSync(fileWith(directory, 'body'), `${response.id}bodY`);
    const store = open(directory);
    assert.equal(await read(store, response), null);
    assert.deepEqual(await find(store), [], 'nobody finds it again');
    store.write(response, bytes('body'));
    assert.equal(await read(store, response), 'body');
  });

  it('is a miss when the body is cut short or gone', async () => {
    for (const spoil of [
      (file: string) => {
        writeFileSync(file, 'x');
      },
      (file: string) => {
        rmSync(file);
      },
    ]) {
      const directory = freshDirectory();
      const response = await written(directory);
      spoil(fileWith(directory, 'body'));
      const store = open(directory);
      assert.equal(await read(store, response), null);
      assert.deepEqual(await find(store), []);
    }
  });

  it('is a miss when the index is damaged or cut short', async () => {
    const directory = freshDirectory();
    const response = await written(directory);
    for (const file of filesOf(directory, 'index')) {
      writeFileSync(file, readFileSync(file, 'latin1').replace('"X"', '"Y"').slice(0, -3));
    }
    const store = open(directory);
    assert.deepEqual(await find(store), []);
    assert.equal(await read(store, response), null);
    store.write(response, bytes('body'));
    assert.deepEqual(await find(store), [response]);
  });

  it('is what was there before when a line of the index was not finished', async () => {
    const directory = freshDirectory();
    const response = await written(directory);
    for (const file of filesOf(directory, 'index')) appendFileSync(file, '\n0123abcd\t{"key":"');
    assert.deepEqual(await find(open(directory)), [response]);
  });

  it('is nothing when somebody else wrote it', async () => {
    const directory = freshDirectory();
    const disk = await openDisk(directory);
    const odd = [
      null,
      1,
      'x',
      { heads: 1 },
      { heads: [null, 1, {}, { ...stored(''), names: [1] }, { ...stored(''), url: 'y' }] },
    ];
    for (const metadata of odd) {
      await disk.note(`tickwire:1:heads:${URL_A}`, metadata);
      assert.deepEqual(await find(open(directory)), []);
    }
  });

  it('does not grow with each time the head is renewed', async () => {
    const directory = freshDirectory();
    const store = open(directory);
    const response = stored('X: 1');
    store.write(response, bytes('body'));
    for (let n = 0; n < 40; n++) store.update({ ...response, names: ['X'], values: [String(n)] });
    await store.idle();
    const size = filesOf(directory, 'index').reduce((sum, file) => sum + statSync(file).size, 0);
    assert.ok(size < 20_000, `${size} bytes`);
    assert.deepEqual(
      (await find(store)).map(({ values }) => values),
      [['39']],
    );
  });
});

describe('a cache directory of a certain size', () => {
  const urls = Array.from({ length: 10 }, (_, n) => `https://example.com/${n}`);
  const response = (url: string): StoredResponse => ({ ...stored(''), url, bodySize: 20_000 });

  it('lets go of the urls that were used longest ago', async () => {
    const directory = freshDirectory();
    let time = START;
    const store = open(directory, { capacity: 100_000, now: () => time++ });
    for (const url of urls.slice(0, 4)) {
      store.write(response(url), new Uint8Array(20_000));
      await store.idle();
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    time = Date.now() + 1000;
    await find(store, urls[0]);
    store.write(response(urls[4] ?? ''), new Uint8Array(20_000));
    await store.idle();
    const held: string[] = [];
    for (const url of urls) if ((await find(store, url)).length > 0) held.push(url);
    assert.equal(held.includes(urls[0] ?? ''), true);
    assert.equal(held.includes(urls[1] ?? ''), false);
    const onDisk = filesOf(directory, 'content').reduce((sum, file) => sum + statSync(file).size, 0);
    assert.ok(onDisk <= 100_000, `${onDisk} bytes`);
  });

  it('counts what was there before', async () => {
    const directory = freshDirectory();
    const first = open(directory);
    for (const url of urls) first.write(response(url), new Uint8Array(20_000));
    await first.idle();
    const second = open(directory, { capacity: 100_000 });
    second.write({ ...stored(''), bodySize: 4 }, bytes('body'));
    await second.idle();
    const onDisk = filesOf(directory, 'content').reduce((sum, file) => sum + statSync(file).size, 0);
    assert.ok(onDisk <= 100_000, `${onDisk} bytes`);
  });

  it('lets go of bodies that belong to no url, when they are not on their way to one', async () => {
    const directory = freshDirectory();
    const disk = await openDisk(directory);
    await disk.put('tickwire:1:body:lost', bytes('lost'));
    for (const [age, left] of [
      [0, 1],
      [61_000, 0],
    ] as const) {
      const store = open(directory, { now: () => Date.now() + age });
      const response = stored('');
      store.write(response, bytes('body'));
      store.remove(URL_A);
      await store.idle();
      assert.equal((await disk.list()).length, left);
    }
  });
});

describe('what killed processes leave behind', () => {
  it("is removed once it is old enough to be nobody's", async () => {
    const directory = freshDirectory();
    const response = await written(directory);
    mkdirSync(join(directory, 'tmp'), { recursive: true });
    const litter = [join(directory, 'tmp', 'half-written'), `${fileWith(directory, 'body')}-orphan`];
    for (const file of litter) writeFileSync(file, 'x');
    for (const [age, left] of [
      [0, 2],
      [3_700_000, 0],
    ] as const) {
      const store = open(directory, { now: () => Date.now() + age });
      assert.deepEqual(await find(store), [response]);
      const another = { ...stored(''), url: 'https://example.com/another' };
      store.write(another, bytes('body'));
      await store.idle();
      assert.equal(litter.filter((file) => existsSync(file)).length, left);
      assert.equal(await read(store, response), 'body');
    }
  });
});

describe('a disk that fails', () => {
  /** A disk whose writes fail while `full()`. */
  const failing =
    (full: () => boolean) =>
    async (directory: string): Promise<Disk> => {
      const disk = await openDisk(directory);
      const guard =
        <Arguments extends unknown[]>(act: (...args: Arguments) => Promise<void>) =>
        (...args: Arguments): Promise<void> =>
          full()
            ? Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
            : act(...args);
      return { ...disk, put: guard(disk.put), note: guard(disk.note) };
    };

  it('is told once, and again after a write succeeded, and is a miss', async () => {
    let full = true;
    const told: string[] = [];
    const store = open(freshDirectory(), { open: failing(() => full), warn: (message) => told.push(message) });
    const response = stored('');
    for (let n = 0; n < 3; n++) store.write(response, bytes('body'));
    assert.deepEqual(await find(store), []);
    assert.equal(await read(store, response), null);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^the cache directory .* cannot be written, .*ENOSPC/);
    full = false;
    store.write(response, bytes('body'));
    assert.equal(await read(store, response), 'body');
    full = true;
    store.write(stored(''), bytes('body'));
    await store.idle();
    assert.equal(told.length, 2);
    assert.equal(await read(store, response), 'body', 'what is there stays usable');
  });

  it('is told when the directory cannot be one', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    const told: string[] = [];
    const store = open(file, { warn: (message) => told.push(message) });
    store.write(stored(''), bytes('body'));
    assert.deepEqual(await find(store), []);
    await store.idle();
    assert.equal(told.length, 1);
  });
});

describe('several processes', () => {
  const program = new URL('../../programs/fills-cache.js', import.meta.url);
  const start = (directory: string, name: string): ChildProcess =>
    fork(program, [directory, name], { stdio: 'inherit' });

  /** Reads all that is found, and tells how much is not exactly what one of them wrote. */
  async function inspect(store: DiskStore): Promise<{ whole: number; mixed: number }> {
    const result = { whole: 0, mixed: 0 };
    for (let n = 0; n < 4; n++) {
      for (const response of await find(store, `https://example.com/${n}`)) {
        const body = await read(store, response);
        if (body === null) continue;
        const sign = response.values[0] ?? '?';
        if (body === sign.repeat(5000)) result.whole++;
        else result.mixed++;
      }
    }
    return result;
  }

  it('may write and read the same urls at the same time: no body is mixed', { timeout: 30_000 }, async () => {
    const directory = freshDirectory();
    const children = ['a', 'b'].map((name) => start(directory, name));
    const ends = Promise.all(children.map((child) => once(child, 'exit')));
    const store = open(directory);
    let found = 0;
    const until = Date.now() + 800;
    while (Date.now() < until) {
      const { whole, mixed } = await inspect(store);
      assert.equal(mixed, 0);
      found += whole;
    }
    for (const child of children) child.send('stop');
    assert.deepEqual(await ends, [
      [0, null],
      [0, null],
    ]);
    assert.ok(found > 0);
    assert.equal((await inspect(store)).mixed, 0);
  });

  it('may be killed while they write: the cache stays usable', { timeout: 30_000 }, async () => {
    const directory = freshDirectory();
    for (const name of ['a', 'b']) {
      const child = start(directory, name);
      const exited = once(child, 'exit');
      await once(child, 'message');
      await new Promise((resolve) => setTimeout(resolve, 50 + 37 * made));
      child.kill('SIGKILL');
      await exited;
      const store = open(directory);
      assert.equal((await inspect(store)).mixed, 0);
      const response = { ...stored('X: z'), url: 'https://example.com/0', bodySize: 5000 };
      store.write(response, bytes('z'.repeat(5000)));
      assert.equal(await read(store, response), 'z'.repeat(5000));
      await store.idle();
    }
  });
});
