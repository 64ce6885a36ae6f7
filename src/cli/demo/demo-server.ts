/**
 * The server that the demo talks to, on a loopback port of the system's choice: an ordinary node:http server.
 *
 * It is the entry of a process of its own, see demo-server-process.ts, and ends as soon as the demo's end of the channel
 * is gone, whatever became of the demo.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { downloadBlock, HELLO } from './body-check.js';

/** What the server tells the demo once it listens. */
export interface DemoServerReady {
  readonly port: number;
}

const block = downloadBlock();

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://demo');
  if (request.method === 'GET' && url.pathname === '/hello') {
    response.setHeader('Content-Type', 'text/plain').end(HELLO);
  } else if (request.method === 'POST' && url.pathname === '/echo') {
    request.pipe(response);
  } else if (request.method === 'GET' && url.pathname.startsWith('/download')) {
    download(response, Number(url.searchParams.get('bytes')));
  } else {
    response.writeHead(404).end();
  }
}

/** Sends the block over and over, no faster than the reader takes it. */
function download(response: ServerResponse, length: number): void {
  // The second act asks for the same files again, out of its cache.
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': length,
    'Cache-Control': 'max-age=3600',
  });
  let left = length;
  const send = (): void => {
    while (left > block.length) {
      left -= block.length;
      if (!response.write(block)) return;
    }
    response.off('drain', send).end(block.subarray(0, left));
  };
  response.on('drain', send);
  send();
}

// Ctrl-C reaches every process of the terminal; the demo decides when the server ends.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());

const server = createServer(answer);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the demo server has no port');
  process.send?.({ port: address.port } satisfies DemoServerReady);
});
