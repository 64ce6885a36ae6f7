// @ts-check
/**
 * A game loop: a level loads its files three at a time, and a message from the player overtakes those that still wait.
 *
 *     node examples/steam-game-loop.mjs
 */
import { once } from 'node:events';
import http from 'node:http';
import { Steam } from 'tickwire/steam';

// A server that takes its time, so that there is something to see.
const server = http.createServer((request, response) => {
  setTimeout(() => response.end(`contents of ${request.url}`), 150);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const FILES = ['map.json', 'textures.bin', 'music.ogg', 'voices.ogg', 'credits.txt', 'bonus.bin'];
/** @type {Map<number, string>} */
const names = new Map();
let frame = 0;

/** @param {string} name */
function request(name) {
  const handle = Steam.createHTTPRequest(Steam.HTTP_METHOD_GET, `http://127.0.0.1:${port}/${name}`);
  names.set(handle, name);
  Steam.sendHTTPRequest(handle);
  return handle;
}

// Signals fire inside run_callbacks() and nowhere else.
Steam.http_request_completed.connect((handle, _context, success, status, size) => {
  const name = names.get(handle);
  if (success) {
    const body = Steam.getHTTPResponseBodyData(handle, size);
    console.log(`frame ${String(frame).padStart(3)}: ${status} "${Buffer.from(body).toString()}"`);
  } else {
    console.log(`frame ${String(frame).padStart(3)}: ${name} failed: ${Steam.getHTTPRequestError(handle)?.message}`);
  }
  names.delete(handle);
  Steam.releaseHTTPRequest(handle);
});

Steam.configureHTTP({ maxConnectionsPerOrigin: 3, proxy: null });
for (const file of FILES) request(file);
console.log(`frame   0: ${names.size} requests sent, three of them at a time`);

// The frames of a game: 60 in a second, and never waiting for the network.
const frames = setInterval(() => {
  frame++;
  if (frame === 5) {
    console.log('frame   5: the player sends a message: it goes to the head of the queue');
    Steam.prioritizeHTTPRequest(request('chat?hello'));
  }
  // At most two milliseconds of this frame for signals; the rest comes in the next.
  Steam.run_callbacks(2);
  if (names.size > 0) return;
  clearInterval(frames);
  Steam.close();
  server.close();
  console.log(`frame ${String(frame).padStart(3)}: everything is here`);
}, 1000 / 60);
