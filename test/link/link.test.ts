import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { Command, Event, type Failure, type LinkEvent, type Receiver } from '#src/link/index.js';
import { Link } from '#src/link/node.js';

class Recorder implements Receiver {
  readonly events: LinkEvent[] = [];
  readonly failures: Failure[] = [];
  receive(event: LinkEvent): void {
    this.events.push(event);
  }
  abandon(failure: Failure): void {
    this.failures.push(failure);
  }
}

function makeLink(): { link: Link; send: (message: LinkEvent[] | Failure) => void; sent: () => unknown[] } {
  const { port1, port2 } = new MessageChannel();
  const bell = new SharedArrayBuffer(64);
  const link = new Link(port1, bell, false);
  const send = (message: LinkEvent[] | Failure): void => {
    port2.postMessage(message);
    Atomics.add(new Int32Array(bell), 0, 1);
  };
  const sent = (): unknown[] => {
    const received = receiveMessageOnPort(port2) as { message: unknown[] } | undefined;
    return received?.message ?? [];
  };
  return { link, send, sent };
}

describe('the link', () => {
  it('sends what was posted together, at the next drain', () => {
    const { link, sent } = makeLink();
    link.post([Command.RESUME, 1]);
    link.post([Command.CLOSE, 1]);
    assert.deepEqual(sent(), []);
    link.drain();
    assert.deepEqual(sent(), [
      [Command.RESUME, 1],
      [Command.CLOSE, 1],
    ]);
  });

  it('sends what was posted at the end of the microtask, without a drain', async () => {
    const { link, sent } = makeLink();
    link.post([Command.RESUME, 1]);
    await Promise.resolve();
    assert.equal(sent().length, 1);
  });

  it('hands events to the receiver of their id, and drops those of nobody', () => {
    const { link, send } = makeLink();
    const one = new Recorder();
    const two = new Recorder();
    const first = link.register(one);
    const second = link.register(two);
    link.unregister(second);
    const failure: Failure = { code: 'E', message: 'm' };
    send([
      [Event.FAILED, first, failure],
      [Event.FAILED, second, failure],
      [Event.FAILED, 999, failure],
    ]);
    link.drain();
    assert.equal(one.events.length, 1);
    assert.equal(two.events.length, 0);
    assert.equal(link.open, 1);
  });

  it('takes events without yielding, and each only once', () => {
    const { link, send } = makeLink();
    const recorder = new Recorder();
    const id = link.register(recorder);
    for (let i = 0; i < 3; i++) send([[Event.FAILED, id, { code: 'E', message: String(i) }]]);
    link.drain();
    link.drain();
    assert.equal(recorder.events.length, 3);
  });

  it('wakes a program that awaits, and goes back to polling afterwards', async () => {
    const { link, send } = makeLink();
    const recorder = new Recorder();
    const id = link.register(recorder);
    const failure: Failure = { code: 'E', message: 'm' };
    await new Promise<void>((resolve) => {
      const stop = link.watch(() => {
        stop();
        resolve();
      });
      send([[Event.FAILED, id, failure]]);
    });
    assert.equal(recorder.events.length, 1);
    send([[Event.FAILED, id, failure]]);
    await new Promise(setImmediate);
    assert.equal(recorder.events.length, 1);
    link.drain();
    assert.equal(recorder.events.length, 2);
  });

  it('tells everybody once when the other end died, and posts nothing more', () => {
    const { link, send, sent } = makeLink();
    const recorder = new Recorder();
    link.register(recorder);
    send({ code: 'IO_THREAD_FAILED', message: 'out of order' });
    link.drain();
    link.die({ code: 'IO_THREAD_FAILED', message: 'again' });
    link.post([Command.RESUME, 1]);
    link.drain();
    assert.deepEqual(recorder.failures, [{ code: 'IO_THREAD_FAILED', message: 'out of order' }]);
    assert.equal(link.open, 0);
    assert.deepEqual(sent(), []);
    assert.equal(link.wait(10), false);
  });
});
