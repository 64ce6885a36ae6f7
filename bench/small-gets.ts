/** Small GETs on kept-alive connections against nginx: the rate, and what each costs the calling thread. */
import { startNginx } from '../test/interop/nginx.js';
import { compare } from './compare.js';

const TOTAL = 60_000;
const ROUNDS = 5;

export async function benchSmallGets(): Promise<void> {
  const nginx = await startNginx({
    server: "keepalive_requests 1000000000; location = /small { return 200 'Hello, world!'; }",
    files: {},
  });
  for (const inFlight of [1, 50]) {
    const total = inFlight === 1 ? TOTAL / 6 : TOTAL;
    const url = `http://${nginx.host}:${nginx.port}/small`;
    const figures = await compare('smallGets', { url, total, inFlight }, ROUNDS);
    const undici = figures.get('undici')!;
    console.log(`  ${inFlight} in flight`.padEnd(24) + '  requests/s    caller µs each   of undici: rate, caller');
    for (const [name, { seconds, caller }] of figures) {
      const rate = (total / seconds).toFixed(0).padStart(10);
      const each = ((caller * 1000) / total).toFixed(1).padStart(16);
      const ratios =
        `${(undici.seconds / seconds).toFixed(2)} ×`.padStart(14) +
        `${(caller / undici.caller).toFixed(2)} ×`.padStart(10);
      console.log(`  ${name.padEnd(22)}${rate}${each}${ratios}`);
    }
  }
  await nginx.stop();
}
