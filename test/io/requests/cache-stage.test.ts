// Requests that are over while the cache still looks for something on the disk.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  RequestCommand,
  RequestEvent,
  SLOTS_PER_PAGE,
  SLOT_LENGTH,
  SendFlag,
  type CompletedEvent,
  type RequestEventTuple,
  type ServiceEnd,
} from '#src/link/index.js';
import { HttpCache } from '#src/io/cache/cache.js';
import { MemoryStore } from '#src/io/cache/memory-store.js';
import type { StoredResponse } from '#src/io/cache/stored-response.js';
import { Instance } from '#src/io/requests/instance.js';
import { systemClock } from '#src/io/requests/system-clock.js';
import { Deadlines } from '#src/requests/deadlines.js';
import { until } from '../../support/polling.js';
import { startServer } from '../../support/scripted-server.js';
import { defaults } from './driver.js';
import { answering } from './serving.js';

/** A store that answers when it is told to. */
class SlowStore extends MemoryStore {
  readonly waiting: (() => void)[] = [];

  override find(url: string, found: (stored: readonly StoredResponse[]) => void): void {
    super.find(url, (stored) => {
      this.waiting.push(() => {
        found(stored);
      });
    });
  }

  letGo(): void {
    for (const answer of this.waiting.splice(0)) answer();
  }
}

it('one that fetched for others makes way when it is over before its 304 is dealt with', async () => {
  const valid = 'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n';
  const server = await startServer({ connections: [answering(valid, valid)] });
  const ended = new Map<number, CompletedEvent>();
  const end = {
    post: (event: RequestEventTuple) => {
      if (event[0] === RequestEvent.COMPLETED) ended.set(event[2], event);
    },
    flush: () => undefined,
  } as unknown as ServiceEnd;
  const instance = new Instance(1, { ...defaults, maxConnections: 1 }, end, new Deadlines(systemClock));
  instance.slots.add(0, new SharedArrayBuffer(SLOTS_PER_PAGE * SLOT_LENGTH * 8));
  const disk = new SlowStore(1_000_000);
  const cache = new HttpCache(new MemoryStore(1_000_000), disk);
  instance.stage.cache = cache;
  const url = `http://127.0.0.1:${server.port}/`;
  const long = { status: 200, requestTime: 0, responseTime: 0, names: ['ETag'], values: ['"a"'] };
  cache.received({ method: 'GET', url, scope: '', fields: { names: [], values: [] } }, long)?.completeWith('body');
  const send = (handle: number): void => {
    instance.send([RequestCommand.SEND, 1, handle, handle, 'GET', url, '', null, SendFlag.VERIFY, 0, 0, 0]);
  };
  const untilAsked = (count: number): Promise<true> =>
    until(`${count} questions to the disk`, () => (disk.waiting.length === count ? true : undefined));
  try {
    send(1);
    send(2);
    disk.letGo();
    // The first request was answered with 304, for the second one as well.
    await untilAsked(1);
    instance.cancel(1);
    await untilAsked(2);
    disk.letGo();
    await untilAsked(1);
    disk.letGo();
    const [, , , status, , body] = await until('the second response', () => ended.get(2));
    assert.deepEqual([status, body], [200, 'body']);
    assert.equal(ended.has(1), false);
  } finally {
    instance.close();
    await server.close();
  }
});
