/**
 * undici: its pool, one request at a time on each connection as all the others do. Bodies are taken with `arrayBuffer()`,
 * and downloads with `for await`: its `stream` into a writable, `dispatch` and `on('data')` differ from that by no more than
 * one round from the next.
 */
import { cacheStores, interceptors, Pool, type Dispatcher } from 'undici';
import { awaitingSession, type AwaitingClient } from './awaiting-session.js';
import { expectSuccess } from './expectations.js';
import { gunzipped } from './gunzip.js';
import type { Opening, Peer, Server } from './peer.js';

/** Longer than any workload leaves a connection idle, in milliseconds. */
const KEEP_ALIVE = 600_000;

function dispatcherFor({ origin, authority }: Server, { connections, cache }: Opening): Dispatcher {
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE,
    keepAliveMaxTimeout: KEEP_ALIVE,
    ...(authority === null ? {} : { connect: { ca: authority.pem } }),
  });
  return cache ? pool.compose(interceptors.cache({ store: new cacheStores.MemoryCacheStore() })) : pool;
}

export const undici: Peer = {
  open(server, opening) {
    const dispatcher = dispatcherFor(server, opening);
    const { origin } = server;
    const client: AwaitingClient = {
      async get(path, coded) {
        const { body, statusCode } = await dispatcher.request({ origin, path, method: 'GET' });
        const bytes = await body.arrayBuffer();
        expectSuccess(statusCode);
        return coded ? (await gunzipped(new Uint8Array(bytes))).length : bytes.byteLength;
      },
      async download(path, received) {
        const { body, statusCode } = await dispatcher.request({ origin, path, method: 'GET' });
        expectSuccess(statusCode);
        for await (const chunk of body) received((chunk as Buffer).length);
      },
      async upload(path, bytes) {
        const { body, statusCode } = await dispatcher.request({ origin, path, method: 'PUT', body: bytes });
        await body.dump();
        expectSuccess(statusCode);
      },
    };
    return Promise.resolve(awaitingSession(client));
  },
};
