/** The same small GET from the server and from the cache: end to end, and what each costs the calling thread. */
import { SteamHTTP } from 'tickwire/steam';
import { startNginx } from '../test/interop/nginx.js';
import { callerTime } from './caller-time.js';
import { median } from './rounds.js';

const ROUNDS = 7;
const CACHE = 64 * 1024 * 1024;

interface Figures {
  /** Microseconds from one completion to the next. */
  readonly each: number;
  /** Microseconds of the calling thread for each. */
  readonly caller: number;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function measure(url: string, total: number, inFlight: number, cacheSize: number): Promise<Figures> {
  const steam = new SteamHTTP({ cacheSize, proxy: null, maxConnectionsPerOrigin: inFlight });
  let started = 0;
  let done = 0;
  const start = (): void => {
    started++;
    steam.sendHTTPRequest(steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url));
  };
  steam.http_request_completed.connect((handle, _context, success, _status, size) => {
    if (!success || steam.getHTTPResponseBodyData(handle, size).length === 0) throw new Error(`${url} failed`);
    steam.releaseHTTPRequest(handle);
    done++;
    if (started < total) start();
  });
  const [begun, busy] = [performance.now(), callerTime()];
  while (started < inFlight) start();
  while (done < total) {
    steam.run_callbacks();
    await nextTurn();
  }
  const figures = {
    each: ((performance.now() - begun) * 1000) / total,
    caller: ((callerTime() - busy) * 1000) / total,
  };
  steam.close();
  return figures;
}

export async function benchCachedGets(): Promise<void> {
  const nginx = await startNginx({
    server:
      'keepalive_requests 1000000000; location = /small { add_header Cache-Control max-age=600; return 200 "Hello, world!"; }',
    files: {},
  });
  const url = `http://${nginx.host}:${nginx.port}/small`;
  console.log(`${''.padEnd(24)}      µs each    caller µs each`);
  for (const [inFlight, total] of [
    [1, 4000],
    [50, 30_000],
  ] as const) {
    const rounds: { server: Figures; cache: Figures }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const server = await measure(url, total, inFlight, 0);
      rounds.push({ server, cache: await measure(url, total, inFlight, CACHE) });
    }
    const middle = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
    for (const from of ['server', 'cache'] as const) {
      const each = middle((round) => round[from].each).toFixed(1);
      const caller = middle((round) => round[from].caller).toFixed(1);
      console.log(`  ${inFlight} in flight, ${from}`.padEnd(24) + each.padStart(13) + caller.padStart(18));
    }
    const faster = middle(({ server, cache }) => server.each / cache.each).toFixed(2);
    console.log(`  faster from the cache by ${faster}`);
  }
  await nginx.stop();
}
