/** A folder for large files: in memory where there is room, so that no disk takes part in what is measured. */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';

/**
 * Makes the folder. It goes when the process exits.
 *
 * @param size - How many bytes it is to hold.
 */
export function makeScratchFolder(size: number): string {
  const folder = mkdtempSync(join(hasRoom(MEMORY, size) ? MEMORY : tmpdir(), 'tickwire-bench-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function hasRoom(folder: string, size: number): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > size;
}
