/**
 * Clears a cache directory of what belongs to nothing. It knows how `cacache` lays its files out: contents in
 * `content-v2/sha512/ab/cd/ef…`, where `abcdef…` is the digest, entries in `index-v5/ab/cd/…`, half-written files in `tmp`.
 *
 * Other processes may be writing: a content is there a moment before its entry, a folder before what goes into it. So
 * everything is left alone until it is old.
 */
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Dirent } from 'node:fs';

/** A file that is older than this and belongs to nothing will never belong to anything. */
const ABANDONED_MS = 3600 * 1000;
/** A folder that has been empty for longer than this is not being filled. */
const DESERTED_MS = 60 * 1000;
/** How often it is tried again to remove a folder that was not empty after all. */
const RETRIES = 5;

/**
 * Removes contents nobody refers to, files that killed processes left half-written, and empty folders. Not with cacache's
 * own `verify`: that takes away the files which other processes are just writing.
 *
 * @param inUse - The integrities of the contents to leave.
 * @param now - Milliseconds since 1970.
 */
export async function tidy(directory: string, inUse: ReadonlySet<string>, now: number): Promise<void> {
  const digests = new Set([...inUse].map((integrity) => digestOf(integrity)));
  for (const part of await partsOf(directory)) {
    const isTemporary = part.startsWith('tmp');
    if (!isTemporary && !isOfCache(part)) continue;
    const root = join(directory, part);
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    if (!part.startsWith('index-')) {
      for (const file of entries.filter((entry) => entry.isFile()).map(pathOf)) {
        if (digests.has(digestOfPath(file)) || !(await isOlder(file, now - ABANDONED_MS))) continue;
        await rm(file, { force: true });
      }
    }
    for (const folder of emptyFolders(entries)) {
      if (await isOlder(folder, now - DESERTED_MS)) await rmdir(folder).catch(() => undefined);
    }
  }
}

/** Removes everything. What is moved away is gone at once, whoever writes meanwhile. */
export async function removeAll(directory: string): Promise<void> {
  // First the entries: none is to be without its content.
  for (const part of (await partsOf(directory)).filter(isOfCache).sort().reverse()) {
    const trash = join(directory, `tmp-${randomUUID()}`);
    await rename(join(directory, part), trash).catch((error: unknown) => {
      // Somebody else has just done the same.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
    // Somebody may have been just about to put a file there.
    await rm(trash, { recursive: true, force: true, maxRetries: RETRIES });
  }
}

async function partsOf(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

function isOfCache(part: string): boolean {
  return part.startsWith('index-') || part.startsWith('content-');
}

function pathOf(entry: Dirent): string {
  return join(entry.parentPath, entry.name);
}

/** Folders in which nothing is. */
function emptyFolders(entries: readonly Dirent[]): string[] {
  const filled = new Set(entries.map(({ parentPath }) => parentPath));
  return entries
    .filter((entry) => entry.isDirectory())
    .map(pathOf)
    .filter((path) => !filled.has(path));
}

/** `sha512-` and base64, as hexadecimal digits. */
function digestOf(integrity: string): string {
  return Buffer.from(integrity.slice(integrity.indexOf('-') + 1), 'base64').toString('hex');
}

function digestOfPath(file: string): string {
  const second = dirname(file);
  return basename(dirname(second)) + basename(second) + basename(file);
}

/** Whether nothing has changed since a moment. */
async function isOlder(path: string, moment: number): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
  return mtimeMs < moment;
}
