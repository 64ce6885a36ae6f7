/**
 * A session made of requests that a program awaits one by one: what undici, node:http, got and the Steam interface have in
 * common.
 */
import { AwaitedTraffic } from './awaited-traffic.js';
import { expectSize } from './expectations.js';
import type { Gets, Session } from './peer.js';
import { unable } from './unable.js';

/** A client whose requests can be awaited. Each rejects when the request fails or the status is not 2xx. */
export interface AwaitingClient {
  /** Gives the bytes of the decoded body, which was delivered whole. */
  get(path: string, coded: boolean): Promise<number>;
  /** Reads a body piece by piece; tells the bytes of each. */
  download(path: string, received: (bytes: number) => void): Promise<void>;
  /** Sends the body with PUT. */
  upload(path: string, body: Uint8Array): Promise<void>;
}

export function awaitingSession(client: AwaitingClient): Session {
  const gets = (plan: Gets): Promise<void> => keepInFlight(plan, () => client.get(plan.path, plan.coded));
  return {
    gets,
    hold: gets,
    async downloads({ path, size, count }) {
      const one = async (): Promise<void> => {
        let sum = 0;
        await client.download(path, (bytes) => (sum += bytes));
        expectSize(sum, size);
      };
      await Promise.all(Array.from({ length: count }, one));
    },
    prepareUpload({ path, size }) {
      const body = new Uint8Array(size).fill(1);
      return Promise.resolve(() => client.upload(path, body));
    },
    startFrames: (plan) => Promise.resolve(new AwaitedTraffic(plan, client)),
    poll: unable('has nothing to poll: the event loop drives it'),
  };
}

/** Makes `total` requests, `atOnce` at any time. */
async function keepInFlight({ total, atOnce, size }: Gets, get: () => Promise<number>): Promise<void> {
  let started = 0;
  const line = async (): Promise<void> => {
    while (started < total) {
      started++;
      expectSize(await get(), size);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
}
