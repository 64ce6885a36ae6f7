// What a cache directory takes of the disk: it stays within its size, whoever writes, and what belongs to nothing goes.
import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { openDisk } from '#src/io/cache/disk.js';
import type { StoredResponse } from '#src/io/cache/stored-response.js';
import { nobody, request, stored } from './scene.js';
import { fileWith, filesOf, filled, find, freshDirectory, openStore, read, write } from './store-driver.js';

const MEGABYTE = 1_000_000;

const UPPER = /^(index-v\d+(\/..)?|content-v\d+(\/sha512(\/..)?)?)$/;

/** What the file system gave out for a directory and all below it. */
function spaceOf(directory: string): number {
  const paths = readdirSync(directory, { recursive: true }).map((name) => join(directory, String(name)));
  return paths.reduce((sum, path) => sum + lstatSync(path).blocks * 512, 0);
}

const at = (n: number): StoredResponse => ({ ...stored('X: 1'), url: `https://example.com/${n}` });

describe('a cache directory of a certain size', () => {
  const always = { random: () => 0 };

  for (const size of [10, 20_000]) {
    it(`takes no more of the disk, with bodies of ${size} bytes`, async () => {
      const directory = freshDirectory();
      const capacity = 300_000;
      // Folders that are empty are left for a minute.
      const store = openStore(directory, { capacity, now: () => Date.now() + 120_000 });
      for (let n = 0; n < 40; n++) {
        write(store, at(n), 'x'.repeat(size));
        await store.idle();
      }
      const held = (await Promise.all(Array.from({ length: 40 }, (_, n) => find(store, at(n).url)))).map(
        (heads) => heads.length,
      );
      // The folders above those of the files are not counted: there are 514 of them at most.
      const upper = readdirSync(directory, { recursive: true }).filter((name) => UPPER.test(String(name))).length;
      assert.ok(spaceOf(directory) <= capacity + upper * 4096, `${spaceOf(directory)} bytes`);
      const count = held.filter((heads) => heads > 0).length;
      assert.ok(count * (size + 20_000) > capacity / 2, `no more goes than has to: ${count} are left`);
      assert.equal(held[39], 1);
    });
  }

  it('lets go of the urls that were used longest ago', async () => {
    const directory = freshDirectory();
    // Entries have the time at which they were written, from the system's clock.
    let time = Date.now();
    const store = openStore(directory, { ...always, capacity: 150_000, now: () => time });
    for (let n = 0; n < 4; n++) write(store, at(n), 'x'.repeat(20_000));
    await store.idle();
    time += 60_000;
    for (const n of [0, 2]) await find(store, at(n).url);
    time += 60_000;
    write(store, at(4), 'x'.repeat(20_000));
    await store.idle();
    const held = await Promise.all([0, 1, 2, 3, 4].map(async (n) => (await find(store, at(n).url)).length));
    assert.deepEqual([held[0], held[2], held[4]], [1, 1, 1]);
    assert.ok(held[1] === 0 || held[3] === 0);
  });

  it('counts what was there before', async () => {
    const directory = freshDirectory();
    const first = openStore(directory);
    for (let n = 0; n < 100; n++) write(first, at(n), 'x'.repeat(20_000));
    await first.idle();
    const second = openStore(directory, { ...always, capacity: MEGABYTE });
    write(second, at(100), 'body');
    await second.idle();
    assert.ok(filesOf(directory, 'content').length < 50);
  });

  it('is looked through so often that many short-lived processes cannot fill it, and no oftener', async () => {
    const directory = freshDirectory();
    let looked = 0;
    let seed = 1;
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const open = async (path: string): ReturnType<typeof openDisk> => {
      const disk = await openDisk(path);
      return {
        ...disk,
        list: () => {
          looked++;
          return disk.list();
        },
      };
    };
    const now = (): number => Date.now() + 120_000;
    for (let n = 0; n < 100; n++) {
      const store = openStore(directory, { capacity: 600_000, now, random, open });
      write(store, at(n), 'x'.repeat(1000));
      await store.idle();
    }
    // Each takes 16 kB, so that 100 fill it more than twice.
    assert.ok(looked > 25 && looked < 65, `${looked} times`);
    assert.ok(filesOf(directory, 'content').length < 50, `${filesOf(directory, 'content').length} left`);
  });
});

describe('the file of an entry', () => {
  const indexSize = (directory: string): number =>
    filesOf(directory, 'index').reduce((sum, file) => sum + statSync(file).size, 0);

  it('does not grow with each time its head is renewed', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    const store = openStore(directory);
    for (let n = 0; n < 40; n++) store.update({ ...response, names: ['X'], values: [String(n)] });
    await store.idle();
    assert.ok(indexSize(directory) < 10_000, `${indexSize(directory)} bytes`);
    assert.deepEqual(
      (await find(store)).map(({ values }) => values),
      [['39']],
    );
  });

  it('does not grow with each process that writes it once', async () => {
    const directory = freshDirectory();
    for (let n = 0; n < 40; n++) {
      const store = openStore(directory);
      write(store, stored(`X: ${n}`), 'body', () => true);
      await store.idle();
    }
    assert.ok(indexSize(directory) < 10_000, `${indexSize(directory)} bytes`);
    assert.equal(filesOf(directory, 'content').length, 1);
  });

  it('does not grow with each variant: there are 16 of them at most', async () => {
    const directory = freshDirectory();
    const store = openStore(directory);
    for (let n = 0; n < 40; n++) write(store, stored('Vary: X', {}, request(`X: ${n}`)), 'body');
    await store.idle();
    assert.equal((await find(store)).length, 16);
    assert.equal(filesOf(directory, 'content').length, 16);
  });
});

describe('what belongs to nothing', () => {
  const HOUR = 3600 * 1000;

  /** Puts it back in time. */
  function age(path: string, by: number): void {
    const then = new Date(Date.now() - by);
    utimesSync(path, then, then);
  }

  it("is removed once it is so old that it is nobody's any more", async () => {
    for (const [old, left] of [
      [30_000, 3],
      [HOUR - 60_000, 2],
      [HOUR + 60_000, 0],
    ] as const) {
      const directory = freshDirectory();
      const response = await filled(directory);
      const orphan = `${fileWith(directory, 'body').slice(0, -4)}0000`;
      const half = join(directory, 'tmp', 'half-written');
      const empty = join(directory, 'content-v2', 'sha512', 'ff', 'ff');
      mkdirSync(dirname(half), { recursive: true });
      mkdirSync(empty, { recursive: true });
      for (const file of [orphan, half]) writeFileSync(file, 'x');
      for (const path of [orphan, half, empty, fileWith(directory, 'body')]) age(path, old);
      const store = openStore(directory, { now: Date.now, random: () => 0 });
      write(store, at(1), 'more');
      await store.idle();
      assert.equal([orphan, half, empty].filter((path) => existsSync(path)).length, left);
      assert.equal(await read(store, response), 'body', 'however old it is');
      assert.equal(await read(store, { ...at(1), ...(await find(store, at(1).url))[0]! }), 'more');
    }
  });

  it('is what an older version wrote, but not what somebody else did', async () => {
    const directory = freshDirectory();
    const disk = await openDisk(directory);
    for (const key of ['tickwire:1:heads:https://example.com/', 'tickwire:2:https://example.com/nonsense', 'other']) {
      await disk.put(key, Buffer.from(key), null);
    }
    const store = openStore(directory, { random: () => 0 });
    write(store, at(1), 'body');
    await store.idle();
    const keys: string[] = [];
    for await (const { key } of disk.list()) keys.push(key);
    assert.deepEqual(keys.sort(), ['other', `tickwire:2:${at(1).url}`]);
  });
});

describe('a directory that is emptied', () => {
  it('is, whatever its name', async () => {
    const directory = freshDirectory('[a]{b,c}*?(!x) ü');
    const response = await filled(directory);
    const store = openStore(directory);
    await new Promise<void>((resolve) => {
      store.clear(resolve);
    });
    assert.equal(await read(store, response), null);
    assert.deepEqual(filesOf(directory, ''), []);
  });

  it('can be written to at the same time, by this process and others', async () => {
    const directory = freshDirectory();
    const [one, two] = [await openDisk(directory), await openDisk(directory)];
    for (let round = 0; round < 20; round++) {
      const writes = Array.from({ length: 10 }, (_, n) => one.put(`k${n}`, Buffer.from(`${round} ${n}`), null));
      await Promise.all([two.clear(), one.clear(), ...writes]);
    }
    await one.put('last', Buffer.from('body'), null);
    const { integrity } = (await two.find('last'))!;
    assert.equal(Buffer.from((await two.read(integrity))!).toString(), 'body');
  });

  it('keeps nothing that was begun before', async () => {
    const store = openStore(freshDirectory());
    const before = at(1);
    write(store, before, 'body');
    store.clear(() => undefined);
    store.write({ ...at(2), bodySize: 0 }, new Uint8Array(), nobody);
    await store.idle();
    assert.deepEqual(await find(store, before.url), []);
    assert.equal((await find(store, at(2).url)).length, 1);
  });
});
