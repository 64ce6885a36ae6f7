/** One large download from nginx, streamed: the rate, what a megabyte costs the calling thread, and memory. */
import { startNginx } from '../test/interop/nginx.js';
import { compare } from './compare.js';

const SIZE = 1024 ** 3;
const ROUNDS = 5;

export async function benchDownload(): Promise<void> {
  const nginx = await startNginx({ server: 'sendfile on;', files: { large: new Uint8Array(SIZE) } });
  const url = `http://${nginx.host}:${nginx.port}/large`;
  const figures = await compare('download', { url, total: SIZE, inFlight: 1 }, ROUNDS);
  const undici = figures.get('undici')!;
  console.log('  1 GiB                         MB/s    caller µs per MB    memory MB   of undici: rate, caller');
  for (const [name, { seconds, caller, memory }] of figures) {
    const rate = (SIZE / 1e6 / seconds).toFixed(0).padStart(12);
    const each = ((caller * 1000) / (SIZE / 1e6)).toFixed(0).padStart(20);
    const ratios =
      `${(undici.seconds / seconds).toFixed(2)} ×`.padStart(14) +
      `${(caller / undici.caller).toFixed(2)} ×`.padStart(10);
    console.log(`  ${name.padEnd(22)}${rate}${each}${(memory / 1e6).toFixed(0).padStart(13)}${ratios}`);
  }
  await nginx.stop();
}
