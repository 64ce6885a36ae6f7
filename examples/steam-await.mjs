// @ts-check
/**
 * A script without frames: it awaits its requests. No polling, and the process stays alive until they are complete.
 *
 *     node examples/steam-await.mjs
 */
import { once } from 'node:events';
import http from 'node:http';
import { Steam } from 'tickwire/steam';

const server = http.createServer((request, response) => {
  if (request.url === '/missing') response.writeHead(404).end('there is no such page');
  else if (request.url === '/slow') setTimeout(() => response.end('at last'), 5000).unref();
  else response.end(JSON.stringify({ news: ['one', 'two', 'three'] }));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

/**
 * Gets a page as text; throws with the reason when that fails.
 *
 * @param {string} path
 * @param {number} [timeout] Milliseconds for all of it.
 */
async function get(path, timeout = 10_000) {
  const handle = Steam.createHTTPRequest(Steam.HTTP_METHOD_GET, `http://127.0.0.1:${port}${path}`);
  try {
    Steam.setHTTPRequestAbsoluteTimeoutMS(handle, timeout);
    Steam.sendHTTPRequest(handle);
    const { request_success, status_code, body_size } = await Steam.whenCompleted(handle);
    if (!request_success) throw new Error(Steam.getHTTPRequestError(handle)?.message);
    return `${status_code} ${Buffer.from(Steam.getHTTPResponseBodyData(handle, body_size)).toString()}`;
  } finally {
    Steam.releaseHTTPRequest(handle);
  }
}

Steam.configureHTTP({ proxy: null });

console.log(await get('/news'));
// Any whole answer is a success, one like 404 too: the status says the rest.
console.log(await get('/missing'));
// Several at a time.
console.log((await Promise.all([get('/a'), get('/b'), get('/c')])).length, 'more');
// A failure says what was asked, what happened, and what to do.
await get('/slow', 200).catch((/** @type {Error} */ error) => {
  console.log(error.message);
});

Steam.close();
server.closeAllConnections();
server.close();
