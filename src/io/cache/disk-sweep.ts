/**
 * Keeps a cache directory within its size: counts what is there, removes the urls that were used longest ago, and what
 * belongs to nothing.
 *
 * Other processes may write meanwhile: a url that is used just then is at worst not found.
 */
import type { Disk } from './disk.js';
import { diskSize, isOutdatedKey, keyOf, recordsOf, urlOfKey } from './disk-record.js';

/** How much is left when a sweep was needed, so that not every write needs one. */
const LEFT_AFTER_SWEEP = 0.9;

interface Kept {
  readonly url: string;
  readonly integrities: readonly string[];
  readonly size: number;
  readonly used: number;
}

/**
 * @param lastUse - When this process last used a url, if it did.
 * @returns Bytes that are in use afterwards.
 */
export async function sweep(
  disk: Disk,
  capacity: number,
  now: number,
  lastUse: (url: string) => number | undefined,
): Promise<number> {
  const kept: Kept[] = [];
  for await (const entry of disk.list()) {
    const url = urlOfKey(entry.key);
    const records = recordsOf(entry);
    if (url !== null && records.length > 0) {
      const size = diskSize(records.map(({ head }) => head));
      const integrities = records.map(({ integrity }) => integrity);
      kept.push({ url, integrities, size, used: Math.max(entry.time, lastUse(url) ?? 0) });
    } else if (url !== null || isOutdatedKey(entry.key)) await disk.forget(entry.key);
  }

  let used = kept.reduce((sum, { size }) => sum + size, 0);
  if (used > capacity) {
    kept.sort((one, other) => other.used - one.used);
    for (let oldest; used > capacity * LEFT_AFTER_SWEEP && (oldest = kept.pop()) !== undefined;) {
      await disk.forget(keyOf(oldest.url));
      for (const integrity of oldest.integrities) await disk.discard(integrity);
      used -= oldest.size;
    }
  }
  await disk.tidy(new Set(kept.flatMap(({ integrities }) => integrities)), now);
  return used;
}
