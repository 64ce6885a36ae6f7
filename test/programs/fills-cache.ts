// Writes responses of a few urls into a cache directory until it is told to stop. Arguments: the directory, and a letter of
// which all it writes consists. Tells its parent of each response that is written.
import { openDisk } from '#src/io/cache/disk.js';
import { DiskStore } from '#src/io/cache/disk-store.js';
import { randomUUID } from 'node:crypto';

const [, , directory = '', name = ''] = process.argv;
const store = new DiskStore({
  directory,
  capacity: 1_000_000,
  open: openDisk,
  now: Date.now,
  random: Math.random,
  warn: (message) => {
    // The other process may have removed what this one is about to read; only a disk that cannot be used is a failure.
    console.error(message);
  },
});

const stopping = new AbortController();
process.once('message', () => {
  stopping.abort();
});

for (let n = 0; !stopping.signal.aborted; n++) {
  const head = { status: 200, names: ['X'], values: [name], requestTime: n, responseTime: n };
  const place = { id: randomUUID(), url: `https://example.com/${n % 4}`, scope: '', selecting: [], bodySize: 5000 };
  store.write({ ...head, ...place }, new Uint8Array(5000).fill(name.charCodeAt(0)), () => true);
  await store.idle();
  process.send?.('written');
}
process.disconnect();
