// Works in a cache directory, and is killed at the nth thing it does to the file system; what it writes then is written by
// half. Arguments: the directory, n, and the urls to replace, to renew, to remove and to add. Ends with 0 when n is more
// than it does.
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { openDisk } from '#src/io/cache/disk.js';
import { DiskStore } from '#src/io/cache/disk-store.js';
import { nextId } from '#src/io/cache/ids.js';
import type { StoredResponse } from '#src/io/cache/stored-response.js';

type Act = (...args: unknown[]) => Promise<unknown>;

const [, , directory = '', count = '', replaced = '', renewed = '', removed = '', added = ''] = process.argv;
const acts = fs as unknown as Record<string, Act>;
let left = Number(count);
for (const name of ['mkdir', 'writeFile', 'appendFile', 'rename', 'rm', 'rmdir', 'link', 'copyFile', 'unlink']) {
  const act = acts[name]!;
  acts[name] = async (...args) => {
    if (--left > 0) return act(...args);
    const [, data] = args;
    const half = data instanceof Uint8Array || typeof data === 'string' ? data.slice(0, data.length / 2) : null;
    if (half !== null) await act(args[0], half, ...args.slice(2));
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  };
}
syncBuiltinESMExports();

const store = new DiskStore({
  directory,
  capacity: 10_000_000,
  open: openDisk,
  now: Date.now,
  random: () => 0,
  warn: (message) => {
    console.error(message);
  },
});

const head = (url: string, value: string): StoredResponse => ({
  id: nextId(),
  url,
  scope: '',
  selecting: [],
  bodySize: 5000,
  status: 200,
  names: ['X'],
  values: [value],
  requestTime: 0,
  responseTime: 0,
});
const body = new Uint8Array(5000).fill('n'.charCodeAt(0));

store.write(head(replaced, 'n'), body, () => true);
store.write(head(added, 'n'), body, () => true);
store.find(renewed, ([response]) => {
  if (response !== undefined) store.update({ ...response, names: ['X', 'Y'], values: [...response.values, 'n'] });
  store.remove(removed);
});
await store.idle();
