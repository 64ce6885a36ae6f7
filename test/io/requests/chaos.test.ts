/**
 * Many requests against servers that do everything wrong, moved and cancelled at random: each must end exactly once, and
 * what succeeds must be right.
 */
import assert from 'node:assert/strict';
import net from 'node:net';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { Driver, type Result, type Sent } from './driver.js';

/** A sequence that only depends on its seed. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
}

/** What a correct body for a path is. */
function bodyOf(path: string): Buffer {
  const size = Number(path.slice(1).split('-')[0]);
  return Buffer.alloc(size, path);
}

/** A server that answers each request in one of many ways, most of them bad. */
function mischief(random: (limit: number) => number): net.Server {
  return net.createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      for (;;) {
        const head = /^[A-Z]+ (\S+) HTTP\/1\.1\r\n[^]*?\r\n\r\n/.exec(text);
        const length = Number(/\r\nContent-Length: (\d+)/.exec(head?.[0] ?? '')?.[1] ?? 0);
        if (head === null || text.length < head[0].length + length) return;
        text = text.slice(head[0].length + length);
        answer(socket, head[1]!, head[0].startsWith('HEAD'));
      }
    });
  });

  function answer(socket: net.Socket, path: string, isHead: boolean): void {
    const body = isHead ? Buffer.alloc(0) : bodyOf(path);
    const counted = (content: Buffer, ...more: readonly string[]): Buffer =>
      Buffer.concat([
        Buffer.from(`${['HTTP/1.1 200 OK', ...more, `Content-Length: ${content.length}`].join('\r\n')}\r\n\r\n`),
        content,
      ]);
    const half = counted(body).subarray(0, -Math.ceil(body.length / 2) - 1);
    const ways = [
      () => socket.write(counted(body)),
      () => socket.write(counted(body, 'Connection: close')),
      () => socket.write(counted(gzipSync(body), 'Content-Encoding: gzip')),
      () => socket.write(counted(deflateRawSync(body), 'Content-Encoding: deflate')),
      () =>
        socket.write(
          `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\nLocation: ${path}x\r\nContent-Length: 0\r\n\r\n`,
        ),
      () => socket.write(Buffer.concat([counted(body), Buffer.from('extra')])),
      () => socket.write(half, () => socket.end()),
      () => socket.write(half, () => socket.resetAndDestroy()),
      () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\nwrong'),
      () => socket.end(),
      () => socket.resetAndDestroy(),
      () => socket.write('nonsense\r\n\r\n'),
      () => socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), body])),
      () => {
        for (const byte of counted(body).subarray(0, 40)) socket.write(Buffer.of(byte));
        socket.write(counted(body).subarray(40));
      },
    ];
    // Twice as likely to be good as to be anything else.
    ways[random(2) === 0 ? random(4) : random(ways.length)]!();
  }
}

async function listen(server: net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

describe('servers that misbehave', () => {
  for (const seed of [1, 22, 333, 4444]) {
    it(`each request ends exactly once (seed ${seed})`, async () => {
      const random = randomFrom(seed);
      const servers = [mischief(random), mischief(random), mischief(random)];
      const urls = await Promise.all(servers.map(listen));
      const driver = new Driver({ maxConnections: 5, maxConnectionsPerOrigin: 3 });
      const sizes = [0, 1, 100, 8192, 70_000, 400_000];
      const methods = ['GET', 'GET', 'POST', 'PUT', 'HEAD'];
      const sent: Sent[] = [];
      const cancelled = new Set<Sent>();
      for (let i = 0; i < 400; i++) {
        const method = methods[random(methods.length)]!;
        const body = method === 'POST' || method === 'PUT' ? new Uint8Array(random(3) * 30_000) : null;
        const path = `/${sizes[random(sizes.length)]!}-${i}`;
        sent.push(driver.send(urls[random(urls.length)]! + path, { method, body, streaming: random(3) === 0 }));
        const other = sent[random(sent.length)]!;
        if (random(5) === 0) driver.move(other, random(2) === 0);
        if (random(9) === 0 && !other.events.includes('completed')) {
          driver.cancel(other);
          cancelled.add(other);
        }
        if (random(10) === 0) await nextTurn();
      }
      const results = await Promise.all(
        sent.filter((one) => !cancelled.has(one)).map(async (one): Promise<[Sent, Result]> => [one, await one.result]),
      );
      for (let i = 0; i < 10; i++) await nextTurn();
      for (const one of sent) {
        const completions = one.events.filter((name) => name === 'completed').length;
        assert.equal(completions, cancelled.has(one) ? Math.min(completions, 1) : 1, one.url);
      }
      let good = 0;
      for (const [one, { failure, body, url }] of results) {
        if (failure !== null) continue;
        good++;
        const { pathname } = new URL(url);
        if (body.length > 0) assert.ok(body.equals(bodyOf(pathname)), one.url);
      }
      assert.ok(good > 50, `only ${good} of 400 succeeded`);
      driver.close();
      for (const server of servers) server.close();
    });
  }
});
