// Asks a server for a few things over and over, with a cache directory that other processes use at the same time, and sees
// whether each body is the one its head speaks of. Arguments: url, directory, a seed, and how many requests. Prints `half`
// half-way, and in the end how often the cache had which part, and what was wrong.
import { SteamHTTP, set_logger } from 'tickwire/steam';
import { textOf } from '../steam/marked-bodies.js';

const [, , url = '', directory = '', seed = '1', count = '1'] = process.argv;
const problems: string[] = [];
const uses: Record<string, number> = {};
set_logger(({ message }) => problems.push(message));

const steam = new SteamHTTP({ proxy: null, cacheDirectory: directory, cacheSize: 1_500_000 });
let state = Number(seed);
const random = (below: number): number => (state = (state * 48271) % 2147483647) % below;

async function ask(): Promise<void> {
  const path = `/${random(10)}`;
  const language = random(4) === 0 ? 'de' : 'en';
  const what = random(20);
  const [GET, HEAD, POST] = [SteamHTTP.HTTP_METHOD_GET, SteamHTTP.HTTP_METHOD_HEAD, SteamHTTP.HTTP_METHOD_POST];
  const handle = steam.createHTTPRequest(what === 0 ? POST : what === 1 ? HEAD : GET, url + path);
  steam.setHTTPRequestHeaderValue(handle, 'Accept-Language', language);
  if (what === 2) steam.setHTTPRequestHeaderValue(handle, 'Cache-Control', 'no-cache');
  if (what === 3) steam.setHTTPOfflineMode(true);
  steam.sendHTTPRequest(handle);
  steam.setHTTPOfflineMode(false);
  const { request_success, status_code, body_size } = await steam.whenCompleted(handle);
  const use = steam.getHTTPResponseCacheStatus(handle);
  const body = Buffer.from(steam.getHTTPResponseBodyData(handle, body_size)).toString();
  const mark =
    steam
      .getHTTPResponseHeaders(handle)
      .find((line) => line.startsWith('X-Mark: '))
      ?.slice(8) ?? '';
  steam.releaseHTTPRequest(handle);
  if (what === 3 && status_code === 504) return;
  uses[use] = (uses[use] ?? 0) + 1;
  const fits = mark.startsWith(`${path} ${language} `) && body === (what === 1 ? '' : textOf(mark));
  if (!request_success || !fits)
    problems.push(`${use} ${status_code} ${path} ${language}: ${mark}: ${body.slice(0, 50)}`);
}

let asked = 0;
async function askOn(): Promise<void> {
  while (asked < Number(count)) {
    if (++asked === Math.floor(Number(count) / 2)) console.log('half');
    if (random(150) === 0) steam.clearHTTPCache();
    await ask();
  }
}
await Promise.all(Array.from({ length: 8 }, askOn));
await steam.flushHTTPCache();
steam.close();
console.log(JSON.stringify({ uses, problems }));
