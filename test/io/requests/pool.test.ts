import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { RequestCommand } from '#src/link/index.js';
import { startServer } from '../../support/scripted-server.js';
import { Driver, type Sent } from './driver.js';
import { ManualClock } from './manual-clock.js';
import { answering, ok, requestLines, withServer } from './serving.js';

async function until(what: string, met: () => boolean): Promise<void> {
  for (const end = performance.now() + 5000; !met();) {
    assert.ok(performance.now() < end, what);
    await nextTurn();
  }
}

const names = (sent: readonly Sent[]): Promise<string[]> =>
  Promise.all(sent.map(async ({ result }) => (await result).body.toString()));

/** A connection that answers each request when `release` is called, with its path. */
async function gated(): Promise<{ url: string; paths: string[]; release(): void; close(): Promise<void> }> {
  const { createServer } = await import('node:http');
  const paths: string[] = [];
  const held: (() => void)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url!);
    held.push(() => response.end(request.url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    release: () => {
      for (const answer of held.splice(0)) answer();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the waiting queue of an instance', () => {
  /** Sends `/0` to `/5` over one connection, of which `/0` is under way, and tells in which order they arrive. */
  async function order(change: (driver: Driver, sent: Sent[]) => void, count = 6): Promise<string> {
    const server = await gated();
    const driver = new Driver({ maxConnectionsPerOrigin: 1 });
    const sent = Array.from({ length: 6 }, (_, i) => driver.send(`${server.url}/${i}`));
    await until('the first request arrives', () => server.paths.length === 1);
    change(driver, sent);
    for (let i = 1; i < count; i++) {
      server.release();
      await until('the next request arrives', () => server.paths.length > i);
    }
    driver.close();
    await server.close();
    return server.paths.join('').replaceAll('/', '');
  }

  it('is first in, first out', async () => {
    assert.equal(await order(() => undefined), '012345');
  });

  it('takes a request to its head or its tail; the last word counts', async () => {
    const changed = await order((driver, sent) => {
      driver.move(sent[4]!, true);
      driver.move(sent[1]!, false);
      driver.move(sent[5]!, true);
      driver.move(sent[3]!, true);
      driver.move(sent[3]!, false);
    });
    assert.equal(changed, '054213');
  });

  it('moves nothing that is under way, complete or unknown', async () => {
    const changed = await order((driver, sent) => {
      driver.move(sent[0]!, false);
      driver.command([RequestCommand.MOVE, 1, 999, true]);
    });
    assert.equal(changed, '012345');
  });

  it('lets go of what is cancelled, without an event', async () => {
    const changed = await order((driver, sent) => {
      driver.cancel(sent[2]!);
      driver.cancel(sent[2]!);
    }, 5);
    assert.equal(changed, '01345');
  });
});

describe('the pool', () => {
  it('keeps to the limit per origin, and uses the connections again', async () => {
    const server = await gated();
    const driver = new Driver({ maxConnectionsPerOrigin: 3 });
    const sent = Array.from({ length: 9 }, (_, i) => driver.send(`${server.url}/${i}`));
    for (const count of [3, 6, 9]) {
      await until('requests arrive', () => server.paths.length === count);
      await sleep(5);
      assert.equal(server.paths.length, count);
      server.release();
    }
    assert.deepEqual(await names(sent), ['/0', '/1', '/2', '/3', '/4', '/5', '/6', '/7', '/8']);
    driver.close();
    await server.close();
  });

  it('one busy origin does not hold up another', async () => {
    const [busy, other] = [await gated(), await gated()];
    const driver = new Driver({ maxConnectionsPerOrigin: 1 });
    const first = Array.from({ length: 50 }, (_, i) => driver.send(`${busy.url}/${i}`));
    const second = driver.send(`${other.url}/x`);
    await until('the other origin hears', () => other.paths.length === 1);
    other.release();
    assert.equal((await second.result).body.toString(), '/x');
    assert.equal(first.length, 50);
    driver.close();
    await busy.close();
    await other.close();
  });

  it('keeps to the limit in all: idle connections of others give way, who waited longest goes first', async () => {
    const servers = [await gated(), await gated(), await gated()] as const;
    const driver = new Driver({ maxConnections: 1 });
    const log: string[] = [];
    const send = (index: 0 | 1 | 2): void => {
      void driver.ask(`${servers[index].url}/`).then(() => log.push(`${index}`));
    };
    for (const index of [0, 1, 0, 2, 1, 0] as const) send(index);
    for (let i = 0; i < 6; i++) {
      await until('one request at a time', () => servers.reduce((sum, { paths }) => sum + paths.length, 0) === i + 1);
      for (const server of servers) server.release();
    }
    await until('all are answered', () => log.length === 6);
    assert.equal(log.join(''), '010210');
    driver.close();
    for (const server of servers) await server.close();
  });

  it('uses the connection that was used last', async () => {
    const one = [...answering(ok('a')), { expect: 'request' }, { send: ok('one') }] as const;
    const two = [
      { expect: 'request', wait: 30 },
      { send: ok('b') },
      { expect: 'request' },
      { send: ok('two') },
    ] as const;
    await withServer([one, two], async ({ driver, url }) => {
      await Promise.all([driver.ask(`${url}/`), driver.ask(`${url}/`)]);
      assert.equal((await driver.ask(`${url}/`)).body.toString(), 'two');
    });
  });

  it('does not use a connection again after bytes nobody asked for, or when the server says so', async () => {
    const endings = [`${ok('a')}extra`, ok('a', 'Connection: close'), 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na'];
    for (const send of endings) {
      await withServer([[{ expect: 'request' }, { send }], answering(ok('b'))], async ({ driver, url, server }) => {
        assert.equal((await driver.ask(`${url}/`)).body.toString(), 'a');
        assert.equal((await driver.ask(`${url}/`)).body.toString(), 'b');
        assert.equal(server.requests().length, 2);
      });
    }
  });

  it('notices that the server closed an idle connection, or sent something over it', async () => {
    for (const last of [{ end: true }, { reset: true }, { send: 'HTTP/1.1 408 Timeout\r\n\r\n' }] as const) {
      const script = [{ expect: 'request' }, { send: ok('a') }, { delay: 5 }, last] as const;
      await withServer([script, answering(ok('b'))], async ({ driver, url }) => {
        await driver.ask(`${url}/`);
        await sleep(30);
        const post = await driver.ask(`${url}/`, { method: 'POST' });
        assert.deepEqual([post.failure, post.body.toString()], [null, 'b']);
      });
    }
  });

  it("closes what was idle for too long, by its own limit or the server's", async () => {
    for (const [headers, ms] of [
      [[], 30_000],
      [['Keep-Alive: timeout=5, max=100'], 4000],
    ] as const) {
      const clock = new ManualClock();
      const script = [{ expect: 'request' }, { send: ok('a', ...headers) }, { until_closed: true }] as const;
      await withServer(
        [script, answering(ok('b'))],
        async ({ driver, url, server }) => {
          await driver.ask(`${url}/`);
          clock.advance(ms - 1);
          assert.equal(server.requests().length, 1);
          clock.advance(1);
          assert.equal((await driver.ask(`${url}/`)).body.toString(), 'b');
        },
        {},
        clock,
      );
    }
  });
});

describe('a reused connection that dies under a request', () => {
  const dying = (...steps: ({ end: true } | { reset: true } | { send: string })[]) =>
    [...answering(ok('first')), { expect: 'head' as const }, ...steps] as const;

  it('an idempotent request goes over a new one', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      await withServer([dying({ reset: true }), answering(ok(''))], async ({ driver, url, server }) => {
        await driver.ask(`${url}/`);
        const { failure, status } = await driver.ask(`${url}/x`, { method, body: method === 'PUT' ? 'data' : null });
        assert.deepEqual([failure, status], [null, 200], method);
        assert.deepEqual(requestLines(server.requests()[1]!), [`${method} /x`]);
      });
    }
  });

  it('once', async () => {
    await withServer([dying({ end: true }), [{ expect: 'head' }, { end: true }]], async ({ driver, url, server }) => {
      await driver.ask(`${url}/`);
      assert.equal((await driver.ask(`${url}/`)).failure?.code, 'CONNECTION_LOST');
      assert.equal(server.requests().length, 2);
    });
  });

  it('a new connection is not tried twice', async () => {
    await withServer([[{ expect: 'head' }, { end: true }]], async ({ driver, url, server }) => {
      assert.equal((await driver.ask(`${url}/`)).failure?.code, 'CONNECTION_LOST');
      assert.equal(server.requests().length, 1);
    });
  });

  it('a request that may have had an effect is not sent again', async () => {
    for (const method of ['POST', 'PATCH']) {
      await withServer([dying({ end: true }), answering(ok('x'))], async ({ driver, url, server }) => {
        await driver.ask(`${url}/`);
        const { failure } = await driver.ask(`${url}/`, { method });
        assert.deepEqual([failure?.code, failure?.phase], ['CONNECTION_LOST', 'first byte'], method);
        assert.equal(server.requests().length, 1);
      });
    }
  });

  it('nothing is sent again after the first byte of a response', async () => {
    await withServer([dying({ send: 'H' }, { end: true }), answering(ok('x'))], async ({ driver, url, server }) => {
      await driver.ask(`${url}/`);
      assert.equal((await driver.ask(`${url}/`)).failure?.code, 'TRUNCATED');
      assert.equal(server.requests().length, 1);
    });
  });
});

describe('letting go', () => {
  it('a cancelled request takes its connection with it, and nothing more is told', async () => {
    const server = await startServer({ connections: [[{ expect: 'head' }, { until_closed: true }]] });
    const driver = new Driver({ maxConnectionsPerOrigin: 1 });
    const sent = driver.send(`http://127.0.0.1:${server.port}/`);
    await until('the request arrives', () => (server.requests()[0]?.length ?? 0) > 0);
    driver.cancel(sent);
    const second = driver.send(`http://127.0.0.1:${server.port}/`);
    await until('the next has a connection of its own', () => server.requests().length === 2);
    assert.deepEqual([sent.events, second.events], [[], []]);
    driver.close();
    await server.close();
  });

  it('a cancelled stream stops in the middle', async () => {
    const script = [
      { expect: 'head' },
      { send: 'HTTP/1.1 200 OK\r\n\r\n' },
      { send: 'x'.repeat(1e6), times: 50 },
    ] as const;
    await withServer([script], async ({ driver, url }) => {
      const sent = driver.send(`${url}/`, { streaming: true, lazy: true });
      await sent.headed;
      driver.cancel(sent);
      await sleep(10);
      assert.ok(!sent.events.includes('completed'));
    });
  });

  it('a closed instance closes its connections and tells nothing', async () => {
    const server = await gated();
    const driver = new Driver({ maxConnectionsPerOrigin: 2 });
    const sent = Array.from({ length: 10 }, (_, i) => driver.send(`${server.url}/${i}`));
    await until('two are under way', () => server.paths.length === 2);
    driver.close();
    await server.close();
    assert.ok(sent.every(({ events }) => events.length === 0));
  });
});

describe('many requests', () => {
  it('10,000 queued at once complete, over six connections', async () => {
    const { createServer } = await import('node:http');
    let connections = 0;
    const server = createServer((request, response) => response.end(request.url));
    server.on('connection', () => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const driver = new Driver();
    const sent = Array.from({ length: 10_000 }, (_, i) =>
      driver.send(`http://127.0.0.1:${port}/${i}`, { absoluteTimeout: 50_000 }),
    );
    const results = await Promise.all(sent.map(({ result }) => result));
    assert.ok(results.every(({ failure, body }, i) => failure === null && body.toString() === `/${i}`));
    assert.equal(connections, 6);
    driver.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
