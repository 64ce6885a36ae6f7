import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { slotValue, type Driver } from './driver.js';
import { ManualClock } from './manual-clock.js';
import { answering, ok, withServer } from './serving.js';
import type { ScriptedServer } from '../../support/scripted-server.js';
import type { RequestOptions } from '#src/link/index.js';
import type { ServerStep } from '../../support/scripted-server.js';

interface Scene {
  readonly driver: Driver;
  readonly url: string;
  readonly server: ScriptedServer;
  readonly clock: ManualClock;
}

function withClock(
  connections: readonly (readonly ServerStep[])[],
  run: (scene: Scene) => Promise<void>,
  options: Partial<RequestOptions> = {},
): Promise<void> {
  const clock = new ManualClock();
  return withServer(connections, (scene) => run({ ...scene, clock }), options, clock);
}

async function arrived(server: ScriptedServer): Promise<void> {
  for (const end = performance.now() + 5000; (server.requests()[0]?.length ?? 0) === 0;) {
    assert.ok(performance.now() < end, 'no request arrived');
    await nextTurn();
  }
}

describe('the network activity timeout', () => {
  it('ends a request whose answer does not come', async () => {
    await withClock([[{ expect: 'head' }]], async ({ driver, url, server, clock }) => {
      const sent = driver.send(`${url}/`, { activityTimeout: 5000 });
      await arrived(server);
      clock.advance(4999);
      await nextTurn();
      assert.deepEqual(sent.events, []);
      clock.advance(1);
      const { failure, status } = await sent.result;
      assert.deepEqual([failure?.code, failure?.phase, status], ['TIMED_OUT', 'first byte', 0]);
      assert.match(failure!.message, /5 s/);
    });
  });

  it('begins anew with every byte', async () => {
    const script = [{ expect: 'head' }, { send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n' }] as const;
    const bytes = [1, 2, 3].flatMap((): ServerStep[] => [{ delay: 10 }, { send: 'x' }]);
    await withClock([[...script, ...bytes]], async ({ driver, url, clock }) => {
      const sent = driver.send(`${url}/`, { activityTimeout: 5000, streaming: true });
      await sent.headed;
      for (const count of [1, 2, 3]) {
        while (slotValue(sent, 'RECEIVED')! < count) await nextTurn();
        clock.advance(4000);
      }
      await nextTurn();
      assert.ok(!sent.events.includes('completed'));
      clock.advance(1000);
      const { failure, status, body } = await sent.result;
      assert.deepEqual([failure?.code, failure?.phase, status], ['TIMED_OUT', 'body', 200]);
      assert.equal(body.toString(), 'xxx');
    });
  });

  it('does not count the time in the queue', async () => {
    await withClock(
      [[{ expect: 'head' }]],
      async ({ driver, url, server, clock }) => {
        const first = driver.send(`${url}/`, { activityTimeout: 0 });
        const second = driver.send(`${url}/`, { activityTimeout: 1000 });
        await arrived(server);
        clock.advance(100_000);
        await nextTurn();
        assert.deepEqual([first.events, second.events], [[], []]);
      },
      { maxConnectionsPerOrigin: 1 },
    );
  });

  it('does not count the time in which the caller takes nothing', async () => {
    const script = [
      { expect: 'head' },
      { send: 'HTTP/1.1 200 OK\r\n\r\n' },
      { send: 'x'.repeat(1e6), times: 30 },
    ] as const;
    await withClock([script], async ({ driver, url, clock }) => {
      const sent = driver.send(`${url}/`, { activityTimeout: 1000, streaming: true, lazy: true });
      await sent.headed;
      for (let last = -1; last !== slotValue(sent, 'RECEIVED');) {
        last = slotValue(sent, 'RECEIVED')!;
        for (let i = 0; i < 50; i++) await nextTurn();
      }
      clock.advance(100_000);
      await nextTurn();
      assert.ok(!sent.events.includes('completed'));
    });
  });

  it('of an earlier request does not end a later one over the same connection', async () => {
    await withClock([answering(ok('a'), ok('b'))], async ({ driver, url, clock }) => {
      await driver.ask(`${url}/`, { activityTimeout: 1000 });
      clock.advance(900);
      const second = driver.send(`${url}/`, { activityTimeout: 60_000 });
      clock.advance(5000);
      assert.equal((await second.result).failure, null);
    });
  });

  it('of a later request may be shorter', async () => {
    await withClock([[...answering(ok('a')), { expect: 'head' }]], async ({ driver, url, clock }) => {
      await driver.ask(`${url}/`, { activityTimeout: 60_000 });
      const second = driver.send(`${url}/`, { activityTimeout: 500 });
      clock.advance(500);
      assert.equal((await second.result).failure?.code, 'TIMED_OUT');
    });
  });
});

describe('the absolute timeout', () => {
  it('counts from sending, in the queue too', async () => {
    await withClock(
      [[{ expect: 'head' }]],
      async ({ driver, url, server, clock }) => {
        const first = driver.send(`${url}/`);
        const second = driver.send(`${url}/`, { absoluteTimeout: 1500 });
        await arrived(server);
        clock.advance(1499);
        await nextTurn();
        assert.deepEqual(second.events, []);
        clock.advance(1);
        const { failure } = await second.result;
        assert.deepEqual([failure?.code, failure?.phase], ['TIMED_OUT', 'queue']);
        assert.deepEqual(first.events, []);
      },
      { maxConnectionsPerOrigin: 1 },
    );
  });

  it('is not restarted by bytes, nor by redirects', async () => {
    const redirect = 'HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n';
    const script = [...answering(redirect), { expect: 'head' }, { send: 'HTTP/1.1 200 OK\r\n\r\nx' }] as const;
    await withClock([script], async ({ driver, url, clock }) => {
      const sent = driver.send(`${url}/`, { absoluteTimeout: 1000, streaming: true });
      clock.advance(600);
      await sent.headed;
      clock.advance(399);
      await nextTurn();
      assert.ok(!sent.events.includes('completed'));
      clock.advance(1);
      const { failure, url: last } = await sent.result;
      assert.deepEqual([failure?.code, failure?.phase, last], ['TIMED_OUT', 'body', `${url}/b`]);
    });
  });

  it('says nothing more about a request that is over', async () => {
    await withClock([answering(ok('a'))], async ({ driver, url, clock }) => {
      const sent = driver.send(`${url}/`, { absoluteTimeout: 1000 });
      await sent.result;
      clock.advance(10_000);
      await nextTurn();
      assert.deepEqual(sent.events, ['completed']);
    });
  });
});
