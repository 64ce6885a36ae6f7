/**
 * The part of `cacache` that the disk store uses, loaded when it is first needed.
 *
 * Its index is a file for each key, to which lines with checksums are appended; contents are files that are named by their
 * own digest and appear whole or not at all. So several processes may read and write at the same time, and what a process
 * leaves behind that is killed is either whole or not found.
 *
 * Promises live here and in the disk store alone: they are the library's.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface DiskEntry {
  readonly key: string;
  /** Bytes of the content. */
  readonly size: number;
  /** When it was written, milliseconds since 1970. */
  readonly time: number;
  readonly metadata: unknown;
}

/** A directory of contents and notes, each with a key. */
export interface Disk {
  /** Writes a content. No two may be the same: each says whose it is. */
  put(key: string, content: Uint8Array): Promise<void>;
  /** A content, checked against its digest; null when there is none. Rejects when it is damaged. */
  get(key: string): Promise<Uint8Array | null>;
  /** Removes a content. */
  remove(key: string): Promise<void>;
  /** Writes a note: something small, without content. */
  note(key: string, metadata: unknown): Promise<void>;
  /** A note; null when there is none. */
  noted(key: string): Promise<DiskEntry | null>;
  /** Removes a note. */
  forget(key: string): Promise<void>;
  /** Drops what is outdated in the file of a note that is written often. */
  compact(key: string): Promise<void>;
  list(): Promise<DiskEntry[]>;
  clear(): Promise<void>;
  /**
   * Removes what killed processes left behind. Not with cacache's own `verify`: that takes away the files which other
   * processes are just writing.
   */
  tidy(now: number): Promise<void>;
}

/** What every note has for its content. Nobody reads or removes it. */
const NOTE = Buffer.from('tickwire');

/** What is older than this and belongs to nothing will never belong to anything. */
const ABANDONED_MS = 3600 * 1000;

/** Opens a cache directory. It is made when something is first written. */
export async function openDisk(directory: string): Promise<Disk> {
  const cacache = await import('cacache');
  // The types leave out the options of this one.
  const removeEntry: (cache: string, key: string, options: { removeFully: true }) => Promise<unknown> =
    cacache.rm.entry;
  const find = (key: string): ReturnType<typeof cacache.get.info> =>
    cacache.get.info(directory, key, { memoize: false });

  return {
    put: async (key, content) => {
      await cacache.put(directory, key, content);
    },
    get: async (key) => {
      const entry = await find(key);
      return entry === null ? null : cacache.get.byDigest(directory, entry.integrity, { memoize: false });
    },
    remove: async (key) => {
      const entry = await find(key);
      await removeEntry(directory, key, { removeFully: true });
      if (entry !== null) await cacache.rm.content(directory, entry.integrity);
    },
    note: async (key, metadata) => {
      await cacache.put(directory, key, NOTE, { metadata });
    },
    noted: async (key) => {
      const entry = await find(key);
      return entry === null ? null : toDiskEntry(entry);
    },
    forget: async (key) => {
      await removeEntry(directory, key, { removeFully: true });
    },
    compact: async (key) => {
      await cacache.index.compact(directory, key, (one, other) => one.key === other.key);
    },
    list: async () => Object.values(await cacache.ls(directory)).map((entry) => toDiskEntry(entry)),
    clear: async () => {
      await cacache.rm.all(directory);
    },
    tidy: async (now) => {
      const inUse = new Set(Object.values(await cacache.ls(directory)).map(({ path }) => path));
      for (const file of await leftovers(directory)) {
        if (!inUse.has(file) && (await ageOfFile(file, now)) > ABANDONED_MS) await rm(file, { force: true });
      }
    },
  };
}

function toDiskEntry(entry: {
  readonly key: string;
  readonly size?: number | undefined;
  readonly time: number;
  readonly metadata?: unknown;
}): DiskEntry {
  return { key: entry.key, size: entry.size ?? 0, time: entry.time, metadata: entry.metadata };
}

/** The contents and the temporary files of a cache directory. */
async function leftovers(directory: string): Promise<string[]> {
  const files: string[] = [];
  const parts = await readdir(directory).catch(() => []);
  for (const part of parts.filter((name) => name === 'tmp' || name.startsWith('content-'))) {
    const entries = await readdir(join(directory, part), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  }
  return files;
}

async function ageOfFile(file: string, now: number): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => now - mtimeMs,
    () => 0,
  );
}
