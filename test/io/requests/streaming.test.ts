import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { createServer, type RequestListener } from 'node:http';
import { STALLED, type RequestOptions } from '#src/link/index.js';
import { until } from '../../support/polling.js';
import { Driver, slotValue, type Sent } from './driver.js';

const MB = 1024 * 1024;

async function serving(
  listener: RequestListener,
  run: (driver: Driver, url: string) => Promise<void>,
  options: Partial<RequestOptions> = {},
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const driver = new Driver(options);
  try {
    await run(driver, `http://127.0.0.1:${port}/`);
  } finally {
    driver.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Waits until nothing more arrives. */
async function still(sent: Sent): Promise<number> {
  for (let last = -1; ;) {
    const now = slotValue(sent, 'RECEIVED')!;
    if (now === last) return now;
    last = now;
    for (let i = 0; i < 60; i++) await nextTurn();
  }
}

/** Waits until the ring is full, or all `total` bytes are there; then for what arrives in spite of that. */
async function full(sent: Sent, total: number): Promise<number> {
  await until('a full ring', () => {
    const complete = slotValue(sent, 'RECEIVED') === total;
    return complete || Atomics.load(sent.control!, STALLED) === 1 ? true : undefined;
  });
  return still(sent);
}

/** Writes `total` bytes that count up, as fast as they are taken. */
function counting(total: number): Buffer {
  const bytes = Buffer.allocUnsafe(total);
  for (let i = 0; i < total; i += 4) bytes.writeUInt32LE(i / 4, i);
  return bytes;
}

describe('a streamed body', () => {
  const body = counting(40 * MB);

  const sizes: readonly (readonly [streamBufferSize: number, largest: number])[] = [
    [8 * MB, 8 * MB],
    [3 * MB, 2 * MB],
    [32 * MB, 32 * MB],
  ];
  for (const [streamBufferSize, largest] of sizes) {
    const title = 'stops the server while the caller takes nothing, and the ring grows when it does';
    it(`${title}, up to ${largest} bytes for ${streamBufferSize}`, async () => {
      await serving(
        (_request, response) => response.end(body),
        async (driver, url) => {
          const sent = driver.send(url, { streaming: true, lazy: true });
          await sent.headed;
          const stalled: number[] = [];
          for (;;) {
            const received = await full(sent, body.length);
            stalled.push(sent.rings.at(-1)!.capacity);
            const before = Buffer.concat(sent.chunks).length;
            assert.ok(received - before <= largest, `${received - before} bytes are kept for a caller that takes none`);
            if (received === body.length) break;
            sent.read();
          }
          sent.read();
          const result = await sent.result;
          assert.equal(result.failure, null);
          assert.equal(stalled[0], 256 * 1024);
          assert.equal(Math.max(...stalled), largest);
          assert.ok(Buffer.concat(sent.chunks).equals(body));
        },
        { streamBufferSize },
      );
    });
  }

  it('chunked: the same', async () => {
    await serving(
      (_request, response) => {
        response.write(body.subarray(0, 20 * MB));
        response.end(body.subarray(20 * MB));
      },
      async (driver, url) => {
        const sent = driver.send(url, { streaming: true, lazy: true });
        await sent.headed;
        for (let i = 0; i < 3; i++) {
          const received = await still(sent);
          assert.ok(received - Buffer.concat(sent.chunks).length <= 8 * MB);
          sent.read();
        }
        while (!sent.events.includes('completed')) {
          sent.read();
          await nextTurn();
        }
        sent.read();
        assert.ok(Buffer.concat(sent.chunks).equals(body));
      },
    );
  });

  it('decoded: the decoder stops too, and the server with it', async () => {
    await serving(
      (_request, response) => {
        response.setHeader('Content-Encoding', 'gzip');
        const gzip = createGzip({ level: 1 });
        gzip.pipe(response);
        gzip.end(body);
      },
      async (driver, url) => {
        const sent = driver.send(url, { streaming: true, lazy: true });
        await sent.headed;
        await still(sent);
        assert.ok(slotValue(sent, 'DECODED')! <= 2 * MB, `${slotValue(sent, 'DECODED')} bytes were decoded`);
        while (!sent.events.includes('completed')) {
          sent.read();
          await nextTurn();
        }
        sent.read();
        const result = await sent.result;
        assert.equal(result.failure, null);
        assert.equal(result.bodySize, body.length);
        assert.ok(Buffer.concat(sent.chunks).equals(body));
      },
    );
  });

  it('a decompression bomb fills the ring and no more', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * MB));
    await serving(
      (_request, response) => {
        response.setHeader('Content-Encoding', 'gzip');
        response.end(bomb);
      },
      async (driver, url) => {
        const sent = driver.send(url, { streaming: true, lazy: true });
        await sent.headed;
        await still(sent);
        for (let i = 0; i < 200; i++) await nextTurn();
        assert.ok(slotValue(sent, 'DECODED')! <= MB);
        driver.cancel(sent);
      },
    );
  });

  it('is announced once until the caller looks', async () => {
    await serving(
      (_request, response) => response.end(body.subarray(0, 4 * MB)),
      async (driver, url) => {
        const sent = driver.send(url, { streaming: true, lazy: true });
        await sent.headed;
        await still(sent);
        assert.deepEqual(sent.events, ['head', 'body']);
        driver.cancel(sent);
      },
    );
  });

  it('small bodies get a small ring', async () => {
    await serving(
      (_request, response) => {
        response.setHeader('Content-Length', 3000);
        response.end(Buffer.alloc(3000));
      },
      async (driver, url) => {
        const sent = driver.send(url, { streaming: true });
        assert.equal((await sent.result).bodySize, 3000);
        assert.equal(sent.capacity, 4096);
      },
    );
  });

  it('server-sent pieces come one by one, not at the end', async () => {
    await serving(
      (_request, response) => {
        response.write('one');
      },
      async (driver, url) => {
        const sent = driver.send(url, { streaming: true });
        while (sent.chunks.length === 0) await nextTurn();
        assert.equal(sent.chunks[0]!.toString(), 'one');
        driver.cancel(sent);
      },
    );
  });
});
