// Fetches a hundred responses that are to be kept in a directory, twice; prints how it went, and what was warned of.
// Arguments: the directory.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SteamHTTP, set_logger } from 'tickwire/steam';

const [, , directory = ''] = process.argv;
const warnings: string[] = [];
set_logger(({ message }) => warnings.push(message));

const server = http.createServer((_request, response) => {
  response.setHeader('Cache-Control', 'max-age=60');
  response.end(Buffer.alloc(20_000, 'x'));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const uses: Record<string, number> = { failed: 0 };
for (let round = 0; round < 2; round++) {
  // A new instance has nothing in memory.
  const steam = new SteamHTTP({ proxy: null, cacheDirectory: directory });
  for (let n = 0; n < 100; n++) {
    const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}/${n}`);
    steam.sendHTTPRequest(handle);
    const { request_success, body_size } = await steam.whenCompleted(handle);
    const use = request_success && body_size === 20_000 ? steam.getHTTPResponseCacheStatus(handle) : 'failed';
    uses[use] = (uses[use] ?? 0) + 1;
    steam.releaseHTTPRequest(handle);
  }
  await steam.flushHTTPCache();
  steam.run_callbacks();
  steam.close();
}
server.close();
console.log(JSON.stringify({ uses, warnings }));
