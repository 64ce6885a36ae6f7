/** Whole programs in processes of their own: memory over 100,000 requests, staying alive, ending, never yielding. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { runProgram } from '../support/child.js';
import { startServerProcess } from '../support/server-process.js';
import { withServer } from './platforms.js';

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

describe('a program that awaits', () => {
  const body = Buffer.alloc(1024 * 1024, 'x');
  for (const how of ['plain', 'streamed', 'inline']) {
    it(`stays alive until the request is complete, then ends by itself (${how})`, async () => {
      await withServer(
        (_request, response) => setTimeout(() => response.end(body), 50),
        async (url) => {
          const { code, stdout, stderr } = await runProgram('awaits-requests', url, how);
          assert.deepEqual([code, stdout, stderr], [0, `[true,200,${body.length}]\n`, '']);
        },
      );
    });
  }

  it('is not kept alive by a request that nobody awaits', async () => {
    await withServer(
      () => undefined,
      async (url) => {
        const { code, stdout } = await runProgram('awaits-requests', url, 'unawaited');
        assert.deepEqual([code, stdout], [0, 'sent\n']);
      },
    );
  });
});

describe('a program that never yields', () => {
  it('gets all its responses', async () => {
    const steps = Array.from({ length: 10 }, () => [
      { expect: 'request' } as const,
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello' },
    ]).flat();
    const server = await startServerProcess({ connections: [steps] });
    const { code, stdout, stderr } = await runProgram('never-yields-requests', `http://127.0.0.1:${server.port}/`, 10);
    server.close();
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), Array<string>(10).fill('hello'));
  });
});
