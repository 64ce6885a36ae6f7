// What every store does, in memory and on disk; then what memory does with its bytes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryStore } from '#src/io/cache/memory-store.js';
import { headSize, type CacheStore } from '#src/io/cache/store.js';
import { bytesOf, type StoredResponse } from '#src/io/cache/stored-response.js';
import { nobody, request, stored, URL_A } from './scene.js';
import { find, freshDirectory, openStore, read, write } from './store-driver.js';

const stores: Record<string, () => CacheStore> = {
  memory: () => new MemoryStore(1_000_000),
  disk: () => openStore(freshDirectory(), { capacity: 1_000_000 }),
};

for (const [name, make] of Object.entries(stores)) {
  describe(`a store: ${name}`, () => {
    it('has nothing at first', async () => {
      const store = make();
      assert.deepEqual(await find(store), []);
      assert.equal(await read(store, stored('')), null);
    });

    it('gives back a head and its body', async () => {
      const store = make();
      const response = stored('X: ä', {}, request('Authorization: x'));
      write(store, response, 'body');
      assert.deepEqual(await find(store), [response]);
      assert.equal(await read(store, response), 'body');
      assert.deepEqual(await find(store, 'https://example.com/b'), []);
    });

    it('keeps the empty body, and any byte', async () => {
      const store = make();
      const empty = { ...stored('Vary: A'), bodySize: 0 };
      store.write(empty, new Uint8Array(), nobody);
      assert.equal(await read(store, empty), '');
      const all = { ...stored('Vary: B'), bodySize: 256 };
      store.write(
        all,
        Uint8Array.from({ length: 256 }, (_, n) => n),
        nobody,
      );
      store.read(all, (body) => {
        assert.deepEqual(
          [...bytesOf(body ?? '')],
          Array.from({ length: 256 }, (_, n) => n),
        );
      });
      await find(store);
    });

    it('keeps variants apart, and replaces those it is told to', async () => {
      const store = make();
      const [one, two] = [stored('Vary: X', {}, request('X: 1')), stored('Vary: X', {}, request('X: 2'))];
      const again = stored('Vary: X', {}, request('X: 1'));
      write(store, one, 'one1');
      write(store, two, 'two2');
      write(store, again, 'more', ({ id }) => id === one.id);
      assert.deepEqual((await find(store)).map(({ id }) => id).sort(), [two.id, again.id].sort());
      assert.equal(await read(store, one), null);
      assert.equal(await read(store, two), 'two2');
      assert.equal(await read(store, again), 'more');
    });

    it('takes a newer head for a body it has, and none for one it does not have', async () => {
      const store = make();
      const response = stored('X: 1');
      write(store, response, 'body');
      store.update({ ...response, names: ['X'], values: ['2'] });
      store.update(stored('X: 3'));
      assert.deepEqual(
        (await find(store)).map(({ values }) => values),
        [['2']],
      );
      assert.equal(await read(store, response), 'body');
    });

    it('forgets one response, a url, or everything', async () => {
      const store = make();
      const [one, two] = [stored('Vary: A'), stored('Vary: B')];
      write(store, one, 'one1');
      write(store, two, 'two2');
      store.remove(URL_A, one);
      assert.deepEqual(await find(store), [two]);
      assert.equal(await read(store, one), null);
      store.remove(URL_A);
      assert.deepEqual(await find(store), []);
      write(store, one, 'one1');
      await new Promise<void>((resolve) => {
        store.clear(resolve);
      });
      assert.deepEqual(await find(store), []);
      write(store, two, 'two2');
      assert.equal(await read(store, two), 'two2');
    });

    it('takes no body that would push out too much', async () => {
      const store = make();
      store.write({ ...stored(''), bodySize: store.largestBody + 1 }, new Uint8Array(store.largestBody + 1), nobody);
      assert.deepEqual(await find(store), []);
    });
  });
}

describe('the memory store', () => {
  it('lets go of what was used longest ago when its bytes are used up', () => {
    const store = new MemoryStore(100_000);
    const urls = Array.from({ length: 8 }, (_, n) => `https://example.com/${n}`);
    const held = (): string[] =>
      urls.filter((url) => {
        let found: readonly StoredResponse[] = [];
        store.find(url, (list) => (found = list));
        return found.length > 0;
      });
    for (const url of urls.slice(0, 4))
      store.write({ ...stored(''), url, bodySize: 20_000 }, new Uint8Array(20_000), nobody);
    assert.deepEqual(held(), urls.slice(0, 4));
    store.find(urls[0] ?? '', () => undefined);
    store.write({ ...stored(''), url: urls[4] ?? '', bodySize: 20_000 }, new Uint8Array(20_000), nobody);
    assert.deepEqual(held(), [urls[0], urls[2], urls[3], urls[4]]);
  });

  it('answers at once', () => {
    const store = new MemoryStore(100_000);
    const response = stored('');
    write(store, response, 'body');
    let answered = false;
    store.read(response, () => (answered = true));
    assert.equal(answered, true);
  });

  it('of no bytes keeps nothing', () => {
    const store = new MemoryStore(0);
    store.write({ ...stored(''), bodySize: 0 }, new Uint8Array(), nobody);
    store.find(URL_A, (list) => {
      assert.deepEqual(list, []);
    });
  });

  it('counts what Vary makes it keep', () => {
    const names = Array.from({ length: 1000 }, (_, n) => `X-${n}`).join(', ');
    const one = stored(`Vary: ${names}`);
    assert.ok(headSize(one) > 1000 * 64, `${headSize(one)} bytes`);
  });
});
