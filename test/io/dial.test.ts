/** Dials that take too long, that have several addresses to choose from, and that are given up. */
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { describe, it, mock } from 'node:test';
import { Dial, type DialStage } from '#src/io/dial.js';
import type { Failure, StreamTarget } from '#src/link/index.js';

const unread = { buffer: () => new Uint8Array(65536), callback: () => true };
const tls = { serverName: 'localhost', trustedChain: null, verify: 'none' } as const;

type Outcome = { socket: Socket } | { stage: DialStage; failure: Failure };

/** A dial, and how it ended. */
function dial(target: StreamTarget): { dial: Dial; outcome: Promise<Outcome>; stages: string[] } {
  const stages: string[] = [];
  let settle: (outcome: Outcome) => void;
  const outcome = new Promise<Outcome>((resolve) => (settle = resolve));
  const started = new Dial(target, unread, {
    connecting: () => stages.push('connecting'),
    connected: (socket) => {
      settle({ socket });
    },
    failed: (stage, failure) => {
      settle({ stage, failure });
    },
  });
  return { dial: started, outcome, stages };
}

/** A server that never says anything. */
async function silentServer(host = '127.0.0.1'): Promise<{ server: Server; port: number; socket: Promise<Socket> }> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const socket = (once(server, 'connection') as Promise<[Socket]>).then(([first]) =>
    first.resume().on('error', () => undefined),
  );
  return { server, port: (server.address() as AddressInfo).port, socket };
}

/** Lets a name have these addresses, for as long as `use` takes. */
async function withAddresses(addresses: readonly string[], use: () => Promise<void>): Promise<void> {
  const known = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const { lookup } = dns;
  type Lookup = (host: string, options: unknown, done: (...args: unknown[]) => void) => void;
  const answer: Lookup = (host, options, done) => {
    if (host.endsWith('.example')) setImmediate(done, null, known);
    else (lookup as unknown as Lookup)(host, options, done);
  };
  const mocked = mock.method(dns, 'lookup', answer);
  try {
    await use();
  } finally {
    mocked.mock.restore();
  }
}

describe('a dial', () => {
  const slow: Record<string, (port: number) => StreamTarget> = {
    'a TLS handshake': (port) => ({ host: '127.0.0.1', port, tls }),
    "a proxy's answer": (port) => ({ host: 'localhost', port: 443, tls, proxy: { host: '127.0.0.1', port, authorization: null } }), // prettier-ignore
  };
  for (const [what, targetAt] of Object.entries(slow)) {
    it(`gives up after 30 s of waiting for ${what}, as a connection that cannot be made`, async () => {
      const { server, port, socket } = await silentServer();
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const { outcome } = dial(targetAt(port));
        const peer = await socket;
        mock.timers.tick(29_999);
        let over = false;
        void outcome.then(() => (over = true));
        await new Promise(setImmediate);
        assert.equal(over, false);
        mock.timers.tick(1);
        const ended = await outcome;
        assert.ok('failure' in ended);
        assert.deepEqual([ended.stage, ended.failure.code], ['connect', 'ETIMEDOUT']);
        assert.match(ended.failure.message, /within 30 s/);
        await once(peer, 'close');
      } finally {
        mock.timers.reset();
        server.close();
      }
    });
  }

  for (const [addresses, alive] of [
    [['::1', '127.0.0.1'], '127.0.0.1'],
    [['127.0.0.1', '127.0.0.2'], '127.0.0.2'],
    [['127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.1'], '127.0.0.1'],
  ] as const) {
    for (const secure of [false, true]) {
      const how = secure ? 'with' : 'without';
      it(`finds the one address of ${addresses.join(', ')} that is alive, ${how} TLS`, { skip: unusable(alive) }, () =>
        withAddresses(addresses, async () => {
          const { server, port, socket } = await silentServer(alive);
          const { dial: begun, outcome, stages } = dial({ host: 'many.example', port, ...(secure ? { tls } : {}) });
          const peer = await socket;
          assert.equal(peer.localAddress, alive);
          assert.deepEqual(stages, ['connecting']);
          if (secure) begun.cancel();
          else {
            const ended = await outcome;
            assert.ok('socket' in ended);
            ended.socket.destroy();
          }
          if (!peer.destroyed) await once(peer, 'close');
          server.close();
        }),
      );
    }
  }

  it('fails with the reason of the first address when none is alive', async () => {
    const { server, port } = await silentServer();
    server.close();
    await withAddresses(['127.0.0.1', '::1'], async () => {
      const ended = await dial({ host: 'many.example', port }).outcome;
      assert.ok('failure' in ended);
      assert.deepEqual([ended.stage, ended.failure.code], ['connect', 'ECONNREFUSED']);
    });
  });

  it('has no outcome once it was cancelled', async () => {
    await withAddresses(['127.0.0.1'], async () => {
      const { dial: begun, outcome, stages } = dial({ host: 'one.example', port: 1 });
      begun.cancel();
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      assert.deepEqual(stages, []);
      void outcome.then(() => assert.fail('there must be no outcome'));
    });
  });
});

/** Not every system has all of 127.0.0.0/8 as its own addresses. */
function unusable(address: string): string | false {
  return address !== '127.0.0.1' && process.platform === 'darwin' ? `${address} is no address here` : false;
}
