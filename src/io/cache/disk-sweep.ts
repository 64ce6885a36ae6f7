/**
 * Keeps a cache directory within its size: counts what is there, and removes the urls that were used longest ago.
 *
 * Other processes may write meanwhile. A body that no url knows may be on its way into a note, so it is given a minute.
 */
import type { Disk } from './disk.js';
import { bodyKey, diskSize, headsKey, headsOf, idOfKey, urlOfKey } from './disk-record.js';

/** How much is left when a sweep was needed, so that not every write needs one. */
const LEFT_AFTER_SWEEP = 0.9;
const GRACE_MS = 60_000;

interface Kept {
  readonly url: string;
  readonly ids: readonly string[];
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
  const bodies = new Map<string, number>();
  for (const entry of await disk.list()) {
    const url = urlOfKey(entry.key);
    const id = idOfKey(entry.key);
    if (id !== null) bodies.set(id, entry.time);
    if (url === null) continue;
    const heads = headsOf(entry);
    const size = heads.reduce((sum, head) => sum + diskSize(head), 0);
    kept.push({ url, ids: heads.map((head) => head.id), size, used: Math.max(entry.time, lastUse(url) ?? 0) });
  }
  for (const { ids } of kept) for (const id of ids) bodies.delete(id);
  for (const [id, time] of bodies) if (now - time > GRACE_MS) await disk.remove(bodyKey(id));

  let used = kept.reduce((sum, { size }) => sum + size, 0);
  if (used <= capacity) return used;
  kept.sort((one, other) => one.used - other.used);
  for (const { url, ids, size } of kept) {
    if (used <= capacity * LEFT_AFTER_SWEEP) break;
    await disk.forget(headsKey(url));
    for (const id of ids) await disk.remove(bodyKey(id));
    used -= size;
  }
  return used;
}
