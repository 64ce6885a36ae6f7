import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, it, mock } from 'node:test';
import { ConnectRace } from '#src/io/race.js';
import type { Address } from '#src/io/resolve.js';

class FakeSocket extends EventEmitter {
  destroyed = false;
  constructor(readonly address: string) {
    super();
  }
  destroy(): void {
    this.destroyed = true;
  }
}

function race(count: number): { sockets: FakeSocket[]; log: string[]; run: ConnectRace } {
  const sockets: FakeSocket[] = [];
  const log: string[] = [];
  const addresses: Address[] = Array.from({ length: count }, (_, i) => ({ address: `a${i}`, family: 4 }));
  const run = new ConnectRace(
    addresses,
    ({ address }) => {
      const socket = new FakeSocket(address);
      sockets.push(socket);
      return socket as unknown as Socket;
    },
    {
      won: (socket) => log.push(`won ${(socket as unknown as FakeSocket).address}`),
      lost: (error) => log.push(`lost ${error.message}`),
    },
  );
  return { sockets, log, run };
}

describe('a connection race (RFC 8305)', () => {
  it('begins with one attempt and adds the next after its head start, keeping the first', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { sockets, log } = race(3);
      assert.equal(sockets.length, 1);
      mock.timers.tick(249);
      assert.equal(sockets.length, 1);
      mock.timers.tick(1);
      assert.equal(sockets.length, 2);
      sockets[0]!.emit('connect');
      assert.deepEqual(log, ['won a0']);
      assert.equal(sockets[1]!.destroyed, true);
      mock.timers.tick(1000);
      assert.equal(sockets.length, 2);
    } finally {
      mock.timers.reset();
    }
  });

  it('begins the next attempt at once when one fails', () => {
    const { sockets, log } = race(2);
    sockets[0]!.emit('error', new Error('refused'));
    assert.equal(sockets.length, 2);
    sockets[1]!.emit('connect');
    assert.deepEqual(log, ['won a1']);
  });

  it('is lost when all have failed, with the error of the preferred address', () => {
    const { sockets, log } = race(2);
    sockets[0]!.emit('error', new Error('first'));
    sockets[1]!.emit('error', new Error('second'));
    assert.deepEqual(log, ['lost first']);
  });

  it('ends without an outcome when cancelled', () => {
    const { sockets, log, run } = race(2);
    run.cancel();
    sockets[0]!.emit('connect');
    assert.equal(sockets[0]!.destroyed, true);
    assert.deepEqual(log, []);
  });
});
