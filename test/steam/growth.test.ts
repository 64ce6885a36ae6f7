/** A whole program in a process of its own, and its memory over 100,000 requests. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { describe, it } from 'node:test';
import { runProgram } from '../support/child.js';

interface Growth {
  readonly completed: number;
  readonly failed: number;
  readonly samples: readonly { readonly heap: number; readonly outside: number }[];
}

const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Server: bare\r\n\r\nhello');

/** The cheapest server there is: each piece that arrives holds whole requests. */
async function bareServer(): Promise<net.Server> {
  const server = net.createServer({ noDelay: true }, (socket) => {
    let open = 0;
    socket.on('data', (data) => {
      // Requests end with an empty line; a piece may end within one.
      for (const byte of data) {
        if (byte === 10) open++;
        else if (byte !== 13) open = 0;
        if (open === 2) socket.write(answer);
      }
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('a program with very many requests', () => {
  it('needs no more memory after 100,000 than after 40,000', async () => {
    const server = await bareServer();
    const { port } = server.address() as net.AddressInfo;
    const { stdout, stderr } = await runProgram('requests-without-growth', `http://127.0.0.1:${port}`, 100_000, 50);
    server.close();
    assert.equal(stderr, '');
    const { completed, failed, samples } = JSON.parse(stdout) as Growth;
    assert.deepEqual([completed, failed, samples.length], [100_000, 0, 5]);
    const early = samples[1]!;
    const late = samples[4]!;
    const growth = late.heap + late.outside - (early.heap + early.outside);
    assert.ok(growth < 1_000_000, `${growth} bytes more: ${stdout}`);
  });
});
