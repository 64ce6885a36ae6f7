/** Asks stores, and opens them in directories that are gone when the test file is over. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { openDisk } from '#src/io/cache/disk.js';
import { DiskStore, type DiskStoreOptions } from '#src/io/cache/disk-store.js';
import type { CacheStore } from '#src/io/cache/store.js';
import { bytesOf, type StoredResponse } from '#src/io/cache/stored-response.js';
import { START, URL_A, nobody, stored } from './scene.js';

export function find(store: CacheStore, url = URL_A): Promise<readonly StoredResponse[]> {
  return new Promise((resolve) => {
    store.find(url, resolve);
  });
}

/** The body as text; null when it is not there. */
export function read(store: CacheStore, response: StoredResponse): Promise<string | null> {
  return new Promise((resolve) => {
    store.read(response, (body) => {
      resolve(body === null ? null : Buffer.from(bytesOf(body)).toString());
    });
  });
}

/** Writes a text as a body. */
export function write(
  store: CacheStore,
  response: StoredResponse,
  text: string,
  displaced: (other: StoredResponse) => boolean = nobody,
): void {
  store.write({ ...response, bodySize: text.length }, new Uint8Array(Buffer.from(text)), displaced);
}

let root: string | null = null;
let made = 0;

/** A directory that nobody has used yet, and that does not exist. */
export function freshDirectory(name = ''): string {
  if (root === null) {
    const made = mkdtempSync(join(tmpdir(), 'tickwire-store-'));
    root = made;
    after(() => {
      rmSync(made, { recursive: true, force: true, maxRetries: 5 });
    });
  }
  return join(root, `${++made}${name}`);
}

/** A disk store with room for everything, which never sweeps; a warning is a failure. */
export function openStore(directory: string, options: Partial<DiskStoreOptions> = {}): DiskStore {
  return new DiskStore({
    directory,
    capacity: 100_000_000,
    open: openDisk,
    now: () => START,
    random: () => 1,
    warn: (message) => {
      throw new Error(message);
    },
    ...options,
  });
}

/** A directory in which one response is stored, with the body `body`. */
export async function filled(directory: string): Promise<StoredResponse> {
  const store = openStore(directory);
  const response = stored('X: 1');
  write(store, response, 'body');
  await store.idle();
  return response;
}

/** The files of a part of the directory (`content` or `index`). */
export function filesOf(directory: string, part: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.slice(directory.length).includes(part))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The file that holds a body. */
export function fileWith(directory: string, text: string): string {
  const file = filesOf(directory, 'content').find((path) => readFileSync(path, 'latin1').includes(text));
  assert.ok(file !== undefined, 'the body is in a file');
  return file;
}
