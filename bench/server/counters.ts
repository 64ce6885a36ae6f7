/** What nginx counted, to see that requests and connections were as many as they were to be. */
import { COUNTERS_PATH } from './contents.js';
import type { Server } from '../peers/peer.js';

export interface Counters {
  /** Connections that are open, without the one that asks. */
  readonly connections: number;
  /** Requests so far, the one that asks included. */
  readonly requests: number;
}

/** Asks a server without TLS. It loads Node's `fetch`, so not before memory is measured. */
export async function countersOf({ origin }: Server): Promise<Counters> {
  const text = await (await fetch(origin + COUNTERS_PATH)).text();
  const [active, , , requests] = [...text.matchAll(/\d+/g)].map(Number);
  return { connections: active! - 1, requests: requests! };
}
