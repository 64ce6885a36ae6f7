// @ts-check
/**
 * A streamed download: 64 MiB go to a file piece by piece as they come, with a progress bar. Memory stays small however
 * large the file is, and the server is slowed down to what the program takes.
 *
 *     node examples/steam-streamed-download.mjs
 */
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Steam } from 'tickwire/steam';

const SIZE = 64 * 1024 * 1024;
const server = http.createServer((_request, response) => {
  response.setHeader('Content-Length', SIZE);
  const piece = Buffer.alloc(256 * 1024, 'tickwire ');
  let sent = 0;
  const send = () => {
    // Not all at once: a download that is over within a few frames shows nothing.
    for (let i = 0; i < 8 && sent < SIZE; i++, sent += piece.length) response.write(piece);
    if (sent < SIZE) setTimeout(send, 20);
    else response.end();
  };
  send();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const folder = mkdtempSync(join(tmpdir(), 'tickwire-example-'));
const path = join(folder, 'download.bin');
const file = openSync(path, 'w');
// Memory for the pieces, used again and again: new memory for each is fine too, but makes garbage.
let buffer = new Uint8Array(256 * 1024);

Steam.configureHTTP({ proxy: null });
const handle = Steam.createHTTPRequest(Steam.HTTP_METHOD_GET, `http://127.0.0.1:${port}/download.bin`);
let over = false;
let shown = '░'.repeat(20);

Steam.http_request_headers_received.connect((request) => {
  const size = Steam.getHTTPResponseHeaderSize(request, 'Content-Length');
  const length = Steam.getHTTPResponseHeaderValue(request, 'Content-Length', size);
  console.log(`the server announces ${Buffer.from(length).toString()} bytes`);
});
Steam.http_request_data_received.connect((request, _context, offset, size) => {
  if (buffer.length < size) buffer = new Uint8Array(size);
  writeSync(file, Steam.getHTTPStreamingResponseBodyData(request, offset, size, buffer));
});
Steam.http_request_completed.connect(() => {
  over = true;
});

Steam.sendHTTPRequestAndStreamResponse(handle);
const frames = setInterval(() => {
  Steam.run_callbacks();
  // Progress is current at any moment: it costs a look into shared memory, no message.
  const progress = Steam.getHTTPDownloadProgressPct(handle);
  const bar = '█'.repeat(Math.floor(progress / 5)).padEnd(20, '░');
  if (bar !== shown)
    process.stdout.write(`${bar} ${progress.toFixed(0).padStart(3)} %${process.stdout.isTTY ? '\r' : '\n'}`);
  shown = bar;
  if (!over) return;
  clearInterval(frames);
  closeSync(file);
  const seconds = (Steam.getHTTPRequestTimings(handle)?.total ?? 0) / 1000;
  const reason = Steam.getHTTPRequestError(handle)?.message;
  console.log(reason === undefined ? `complete after ${seconds.toFixed(2)} s` : `failed: ${reason}`);
  console.log(`the file has ${statSync(path).size} bytes`);
  rmSync(folder, { recursive: true });
  Steam.close();
  server.close();
}, 1000 / 60);
