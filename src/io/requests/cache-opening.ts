/** The cache that an instance's options ask for. */
import type { RequestOptions } from '../../link/index.js';
import { HttpCache } from '../cache/cache.js';
import { openDisk } from '../cache/disk.js';
import { DiskStore } from '../cache/disk-store.js';
import { MemoryStore } from '../cache/memory-store.js';

/** What is kept in memory in front of a disk. */
const IN_FRONT = 32 * 1024 * 1024;

/**
 * Opens a cache; nothing is read or written before it is used.
 *
 * @param warn - Hears when the disk does not do its part.
 * @returns null when there is to be none.
 */
export function openCache(options: RequestOptions, warn: (message: string) => void): HttpCache | null {
  const { cacheDirectory: directory, cacheSize: capacity } = options;
  if (capacity === 0) return null;
  if (directory === null) return new HttpCache(new MemoryStore(capacity), null);
  const disk = new DiskStore({ directory, capacity, open: openDisk, now: Date.now, random: Math.random, warn });
  return new HttpCache(new MemoryStore(Math.min(capacity, IN_FRONT)), disk);
}
