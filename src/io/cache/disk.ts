/**
 * The part of `cacache` that the disk store uses, loaded when it is first needed.
 *
 * Its index is a file for each key, to which lines with checksums are appended; contents are files that are named by their
 * own digest and appear whole or not at all. So several processes may read and write at the same time, and what a process
 * leaves behind that is killed is either whole or not found.
 *
 * Promises live here and in the disk store alone: they are the library's.
 */
import { mkdir } from 'node:fs/promises';
import { removeAll, tidy } from './disk-tidy.js';

/** What stands in the index under a key. */
export interface DiskEntry {
  readonly key: string;
  /** Names a content: the digest it is checked against. */
  readonly integrity: string;
  /** When it was written, milliseconds since 1970. */
  readonly time: number;
  readonly metadata?: unknown;
}

/** A directory of contents, and of entries that know them. */
export interface Disk {
  /** Writes a content, and then an entry for it. No two contents may be the same: each says whose it is. */
  put(key: string, content: Uint8Array, metadata: unknown): Promise<void>;
  /** Writes an entry for a content that is there already. */
  note(key: string, integrity: string, metadata: unknown): Promise<void>;
  find(key: string): Promise<DiskEntry | null>;
  /** A content; null when it is gone or damaged. */
  read(integrity: string): Promise<Uint8Array | null>;
  /** Removes a content. */
  discard(integrity: string): Promise<void>;
  /** Removes an entry. */
  forget(key: string): Promise<void>;
  /** Drops what is outdated in the file of an entry that is written often. */
  compact(key: string): Promise<void>;
  list(): AsyncIterable<DiskEntry>;
  clear(): Promise<void>;
  /** See {@link tidy}. */
  tidy(inUse: ReadonlySet<string>, now: number): Promise<void>;
}

/** The codes with which a content cannot be read that is not there any more, or not what it was. */
const GONE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EINTEGRITY', 'EBADSIZE']);

/** Opens a cache directory. It is made when something is first written, for nobody else to look into. */
export async function openDisk(directory: string): Promise<Disk> {
  const cacache = await import('cacache');
  // The types leave out the options of this one.
  const removeEntry: (cache: string, key: string, options: { removeFully: true }) => Promise<unknown> =
    cacache.rm.entry;
  let isMade = false;
  const make = async (): Promise<void> => {
    if (!isMade) await mkdir(directory, { recursive: true, mode: 0o700 });
    isMade = true;
  };

  return {
    put: async (key, content, metadata) => {
      await make();
      const write = (): Promise<unknown> => cacache.put(directory, key, content, { metadata });
      // Another process may take away the folder that a file was just to be moved to.
      await write().catch((error: unknown) => (isMissing(error) ? write() : Promise.reject(error as Error)));
    },
    note: async (key, integrity, metadata) => {
      await make();
      await cacache.index.insert(directory, key, integrity, { metadata });
    },
    find: (key) => cacache.get.info(directory, key, { memoize: false }),
    read: (integrity) =>
      cacache.get.byDigest(directory, integrity, { memoize: false }).catch((error: unknown) => {
        if (GONE.has((error as NodeJS.ErrnoException).code)) return null;
        throw error;
      }),
    discard: async (integrity) => {
      await cacache.rm.content(directory, integrity);
    },
    forget: async (key) => {
      await removeEntry(directory, key, { removeFully: true });
    },
    compact: async (key) => {
      // It fails when the entry is gone by now.
      await cacache.index.compact(directory, key, (one, other) => one.key === other.key).catch(() => undefined);
    },
    list: () => cacache.ls.stream(directory) as unknown as AsyncIterable<DiskEntry>,
    clear: () => removeAll(directory),
    tidy: (inUse, now) => tidy(directory, inUse, now),
  };
}

/** Whether something failed because it, or its folder, is not there. cacache puts a code of its own over the system's. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('ENOENT');
}
