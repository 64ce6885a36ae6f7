// The store on disk where things go wrong: damage, what somebody else wrote, a disk that fails, and more than it can take.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { openDisk, type Disk } from '#src/io/cache/disk.js';
import type { StoredResponse } from '#src/io/cache/stored-response.js';
import { until } from '../../support/polling.js';
import { stored, URL_A } from './scene.js';
import { fileWith, filesOf, filled, find, freshDirectory, openStore, read, write } from './store-driver.js';

const KEY = `tickwire:2:${URL_A}`;

/** What went through the doors of a disk. */
function watched(wrap: (disk: Disk) => Partial<Disk>): (directory: string) => Promise<Disk> {
  return async (directory) => {
    const disk = await openDisk(directory);
    return { ...disk, ...wrap(disk) };
  };
}

describe('what is on disk', () => {
  it('is there for the next process', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    const store = openStore(directory);
    assert.deepEqual(await find(store), [response]);
    assert.equal(await read(store, response), 'body');
  });

  it('is for nobody else to look into', { skip: process.platform === 'win32' && 'Windows has no modes' }, async () => {
    const directory = freshDirectory();
    await filled(directory);
    assert.equal(statSync(directory).mode & 0o777, 0o700);
  });

  it('is a miss when the body is damaged, and can be stored again', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    writeFileSync(fileWith(directory, 'body'), `${response.id}bodY`);
    const store = openStore(directory);
    assert.equal(await read(store, response), null);
    assert.deepEqual(await find(store), [], 'nobody finds it again');
    write(store, response, 'body');
    assert.equal(await read(store, response), 'body');
  });

  it('is a miss when the body is cut short or gone', async () => {
    const cutShort = (file: string): void => {
      writeFileSync(file, 'x');
    };
    for (const spoil of [cutShort, rmSync]) {
      const directory = freshDirectory();
      const response = await filled(directory);
      spoil(fileWith(directory, 'body'));
      const store = openStore(directory);
      assert.equal(await read(store, response), null);
      assert.deepEqual(await find(store), []);
    }
  });

  it('is a miss when the entry is damaged or cut short', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    for (const file of filesOf(directory, 'index')) {
      writeFileSync(file, readFileSync(file, 'latin1').replace('"X"', '"Y"').slice(0, -3));
    }
    const store = openStore(directory);
    assert.deepEqual(await find(store), []);
    assert.equal(await read(store, response), null);
    write(store, response, 'body');
    assert.deepEqual(await find(store), [response]);
  });

  it('is what was there before when a line of the entry was not finished', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    for (const file of filesOf(directory, 'index')) appendFileSync(file, '\n0123abcd\t{"key":"');
    assert.deepEqual(await find(openStore(directory)), [response]);
  });

  it('is not the body of another response, whoever mixed them up', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    const disk = await openDisk(directory);
    const other = { ...stored('X: 2'), bodySize: 4 };
    await disk.put(KEY, Buffer.from(`${response.id}body`), { heads: [other], others: [] });
    const store = openStore(directory);
    assert.deepEqual(await find(store), [other]);
    assert.equal(await read(store, other), null);
  });

  it('is nothing when somebody else wrote it', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    const disk = await openDisk(directory);
    const { integrity } = (await disk.find(KEY))!;
    const wrong = (changes: Record<string, unknown>): unknown => ({ heads: [{ ...response, ...changes }], others: [] });
    const odd: unknown[] = [
      null,
      1,
      'x',
      { heads: 1 },
      { heads: [] },
      { heads: [response] },
      { heads: [null], others: [] },
    ];
    odd.push({ heads: [response, response], others: [] }, { heads: [response], others: ['x'] });
    odd.push({ heads: [1, {}, response], others: [integrity, 'sha1-x'] });
    odd.push(
      wrong({ names: [1] }),
      wrong({ names: ['A'], values: [] }),
      wrong({ names: ['A'], values: ['a\r\nB: b'] }),
    );
    odd.push(wrong({ url: 'y' }), wrong({ id: '' }), wrong({ id: 1 }), wrong({ scope: null }));
    odd.push(wrong({ status: 99 }), wrong({ status: 200.5 }), wrong({ bodySize: -1 }), wrong({ responseTime: null }));
    odd.push(wrong({ selecting: 1 }), wrong({ selecting: [['A']] }), wrong({ selecting: [['A', 1]] }));
    for (const metadata of odd) {
      await disk.note(KEY, integrity, metadata);
      assert.deepEqual(await find(openStore(directory)), [], JSON.stringify(metadata));
    }
    await disk.note(KEY, `${integrity} ${integrity}`, { heads: [response], others: [] });
    assert.deepEqual(await find(openStore(directory)), []);
    for (const bad of ['x', 'sha512-', 'md5-abc', `${integrity}?x`]) {
      await disk.note(KEY, integrity, { heads: [response, stored('X: 2')], others: [bad] });
      assert.deepEqual(await find(openStore(directory)), [response], bad);
    }
  });

  it('is itself or a miss, whatever happened to its bytes', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    const files = [...filesOf(directory, 'index'), ...filesOf(directory, 'content')];
    const whole = files.map((file) => readFileSync(file));
    assert.equal(files.length, 2);
    const damage = fc.record({
      file: fc.nat(files.length - 1),
      at: fc.nat(),
      cut: fc.nat(8),
      insert: fc.uint8Array({ maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const spoiled = [...whole];
        for (const { file, at, cut, insert } of damages) {
          const bytes = spoiled[file]!;
          const from = at % (bytes.length + 1);
          spoiled[file] = Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + cut)]);
        }
        for (const [n, file] of files.entries()) writeFileSync(file, spoiled[n]!);
        const store = openStore(directory);
        const heads = await find(store);
        for (const head of heads) assert.deepEqual(head, response);
        const body = await read(store, response);
        assert.ok(body === null || body === 'body');
        assert.deepEqual(await find(store), body === null ? [] : [response]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a disk that fails', () => {
  const noSpace = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));

  it('is told once an hour, and is a miss', async () => {
    let full = true;
    let time = 0;
    const told: string[] = [];
    const open = watched((disk) => ({ put: (...args) => (full ? noSpace() : disk.put(...args)) }));
    const store = openStore(freshDirectory(), { open, now: () => time, warn: (message) => told.push(message) });
    const response = stored('');
    for (let n = 0; n < 3; n++) write(store, response, 'body');
    assert.deepEqual(await find(store), []);
    assert.equal(await read(store, response), null);
    full = false;
    write(store, response, 'body');
    assert.equal(await read(store, response), 'body');
    full = true;
    write(store, stored(''), 'body');
    await store.idle();
    assert.equal(await read(store, response), 'body', 'what is there stays usable');
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^the cache directory .* cannot be written, .*ENOSPC/);
    time = 3600 * 1000;
    write(store, stored(''), 'body');
    await store.idle();
    assert.equal(told.length, 2);
  });

  it('is told when the directory cannot be one', async () => {
    const file = freshDirectory('-file');
    writeFileSync(file, '');
    const told: string[] = [];
    const store = openStore(join(file, 'below'), { warn: (message) => told.push(message) });
    write(store, stored(''), 'body');
    assert.deepEqual(await find(store), []);
    await store.idle();
    assert.equal(told.length, 1);
  });

  it('that cannot be read for the moment loses nothing', async () => {
    const directory = freshDirectory();
    const response = await filled(directory);
    let busy = true;
    const tooMany = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
    const open = watched((disk) => ({ read: (...args) => (busy ? Promise.reject(tooMany) : disk.read(...args)) }));
    const told: string[] = [];
    const store = openStore(directory, { open, warn: (message) => told.push(message) });
    assert.equal(await read(store, response), null);
    busy = false;
    assert.equal(await read(store, response), 'body');
    assert.match(told.join(), /cannot be read, .*EMFILE/);
  });
});

describe('a disk that is slower than the network', () => {
  /** A store whose writes wait until they are let go. */
  function slow(): { store: ReturnType<typeof openStore>; put: string[]; letGo: () => void } {
    const put: string[] = [];
    let letGo = (): void => undefined;
    const released = new Promise<void>((resolve) => (letGo = resolve));
    const open = watched((disk) => ({
      put: async (...args) => {
        put.push(args[0]);
        await released;
        await disk.put(...args);
      },
    }));
    return { store: openStore(freshDirectory(), { open }), put, letGo };
  }
  const at = (n: number): StoredResponse => ({ ...stored(''), url: `https://example.com/${n}` });

  it('is not given more than it can take: memory that waits for it is bounded', async () => {
    const { store, letGo } = slow();
    const body = 'x'.repeat(10 * 1024 * 1024);
    const responses = Array.from({ length: 10 }, (_, n) => at(n));
    for (const response of responses) write(store, response, body);
    letGo();
    await store.idle();
    const found = await Promise.all(responses.map(({ url }) => find(store, url)));
    assert.equal(found.filter((heads) => heads.length > 0).length, 3);
    write(store, at(10), body);
    await store.idle();
    assert.equal((await find(store, at(10).url)).length, 1, 'later there is room again');
  });

  it('works on a few files at a time, and on those first that somebody waits for', async () => {
    const { store, put, letGo } = slow();
    for (let n = 0; n < 100; n++) write(store, at(n), 'body');
    await until('the first writes', () => (put.length >= 16 ? true : undefined));
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    assert.equal(put.length, 16);
    const reading = find(store, at(200).url).then(() => put.length);
    letGo();
    assert.ok((await reading) < 50, 'it did not wait for all others');
    await store.idle();
    assert.equal(put.length, 100);
  });
});
