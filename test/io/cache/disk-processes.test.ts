// A cache directory and its processes: several at a time, one that is killed at any moment, one on a disk that is full.
import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { DiskStore } from '#src/io/cache/disk-store.js';
import { stored } from './scene.js';
import { find, freshDirectory, openStore, read, write } from './store-driver.js';

const program = (name: string): string => fileURLToPath(new URL(`../../programs/${name}.js`, import.meta.url));
const urlOf = (name: string | number): string => `https://example.com/${name}`;

/** What is stored for a url: the letter its head names, if its body consists of 5000 of just that one; `null` of a body that is gone. */
async function lettersOf(store: DiskStore, url: string): Promise<(string | null)[]> {
  const letters: (string | null)[] = [];
  for (const response of await find(store, url)) {
    const body = await read(store, response);
    const letter = response.values[0]!;
    if (body !== null) assert.equal(body, letter.repeat(5000), `the body that goes with its head, of ${url}`);
    letters.push(body === null ? null : letter);
  }
  return letters;
}

describe('a process that is killed while it writes', () => {
  it('leaves what was there before or what it wrote, wherever it is stopped', { timeout: 60_000 }, async () => {
    const before = freshDirectory();
    const first = openStore(before);
    const [replaced, renewed, removed, added] = ['replaced', 'renewed', 'removed', 'added'].map(urlOf) as [
      string,
      string,
      string,
      string,
    ];
    for (const url of [replaced, renewed, removed])
      write(first, { ...stored('X: o'), url, names: ['X'], values: ['o'] }, 'o'.repeat(5000));
    await first.idle();

    /** Runs until it is killed at the nth step; tells whether it was. */
    const run = async (n: number): Promise<boolean> => {
      const directory = freshDirectory();
      cpSync(before, directory, { recursive: true });
      const child = spawn(
        process.execPath,
        [program('killed-in-cache'), directory, String(n), replaced, renewed, removed, added],
        { stdio: 'inherit' },
      );
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      const store = openStore(directory);
      const wasKilled = signal === 'SIGKILL';
      assert.ok(wasKilled || code === 0);
      const [one] = await lettersOf(store, replaced);
      assert.ok(one === 'n' || (wasKilled && one === 'o'), `replaced: ${one}, stopped at ${n}`);
      assert.deepEqual(await lettersOf(store, renewed), ['o'], `renewed, stopped at ${n}`);
      const [gone] = await lettersOf(store, removed);
      assert.ok(gone === undefined || wasKilled, `removed: ${gone}, stopped at ${n}`);
      const [more] = await lettersOf(store, added);
      assert.ok(more === 'n' || (wasKilled && more === undefined), `added: ${more}, stopped at ${n}`);
      for (const url of [replaced, renewed, removed, added]) {
        write(store, { ...stored('X: z'), url, names: ['X'], values: ['z'] }, 'z'.repeat(5000), () => true);
      }
      for (const url of [replaced, renewed, removed, added]) assert.deepEqual(await lettersOf(store, url), ['z']);
      return wasKilled;
    };

    let steps = 0;
    // Two at a time, until one comes to its end.
    while ((await Promise.all([run(steps + 1), run(steps + 2)])).every(Boolean)) steps += 2;
    assert.ok(steps >= 10, `${steps} steps`);
  });

  it('leaves a directory that others go on with, time and again', { timeout: 60_000 }, async () => {
    const directory = freshDirectory();
    for (let round = 0; round < 8; round++) {
      const child = fork(program('fills-cache'), [directory, String.fromCharCode(97 + round)], { stdio: 'inherit' });
      const exited = once(child, 'exit');
      for (let n = 0; n <= 3 * round; n++) await once(child, 'message');
      child.kill('SIGKILL');
      await exited;
      const store = openStore(directory);
      for (let n = 0; n < 4; n++) {
        await lettersOf(store, urlOf(n));
        write(store, { ...stored('X: z'), url: urlOf(n), names: ['X'], values: ['z'] }, 'z'.repeat(5000), () => true);
        assert.deepEqual(await lettersOf(store, urlOf(n)), ['z']);
      }
    }
  });
});

describe('several processes', () => {
  it('write and read the same urls at the same time: no body is mixed', { timeout: 60_000 }, async () => {
    const directory = freshDirectory();
    const children = ['a', 'b', 'c'].map((name) =>
      fork(program('fills-cache'), [directory, name], { stdio: 'inherit' }),
    );
    const ends = Promise.all(children.map((child) => once(child, 'exit')));
    let written = 0;
    for (const child of children) child.on('message', () => written++);
    const store = openStore(directory);
    const seen = new Set<string | null>();
    while (written < 300 || seen.size < 3) {
      for (let n = 0; n < 4; n++) for (const letter of await lettersOf(store, urlOf(n))) seen.add(letter);
    }
    for (const child of children) child.send('stop');
    assert.deepEqual(await ends, [
      [0, null],
      [0, null],
      [0, null],
    ]);
    for (let n = 0; n < 4; n++) assert.equal((await lettersOf(openStore(directory), urlOf(n))).includes(null), false);
  });
});
