/**
 * tickwire's Steam interface: awaited like the others where a program only waits, with `run_callbacks` once a frame where
 * there are frames. Large bodies are looked at where they arrived.
 */
import { SteamHTTP } from 'tickwire/steam';
import { awaitingSession, type AwaitingClient } from './awaiting-session.js';
import { expectSuccess } from './expectations.js';
import type { Opening, Peer, Server } from './peer.js';
import { SteamTraffic } from './steam-traffic.js';

const CACHE_BYTES = 64 * 1024 * 1024;

function interfaceFor({ authority }: Server, { connections, cache, streamBuffer }: Opening): SteamHTTP {
  return new SteamHTTP({
    maxConnections: connections,
    maxConnectionsPerOrigin: connections,
    cacheSize: cache ? CACHE_BYTES : 0,
    proxy: null,
    trustedCA: authority?.pem ?? null,
    ...(streamBuffer === undefined ? {} : { streamBufferSize: streamBuffer }),
  });
}

/** Waits for a request that was sent; gives the size of its body. */
async function completed(steam: SteamHTTP, handle: number): Promise<number> {
  const { request_success, status_code, body_size } = await steam.whenCompleted(handle);
  if (!request_success) throw new Error(steam.getHTTPRequestError(handle)?.message);
  expectSuccess(status_code);
  return body_size;
}

function clientOf(steam: SteamHTTP, origin: string): AwaitingClient {
  const readers = new Map<number, (bytes: number) => void>();
  steam.http_request_data_received.connect((handle, _context, offset, size) => {
    const received = readers.get(handle);
    received?.(steam.viewHTTPStreamingResponseBodyData(handle, offset, size).length);
  });
  return {
    async get(path) {
      const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, origin + path);
      steam.sendHTTPRequest(handle);
      const body = steam.getHTTPResponseBodyData(handle, await completed(steam, handle));
      steam.releaseHTTPRequest(handle);
      return body.length;
    },
    async download(path, received) {
      const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, origin + path);
      readers.set(handle, received);
      steam.sendHTTPRequestAndStreamResponse(handle);
      await completed(steam, handle);
      readers.delete(handle);
      steam.releaseHTTPRequest(handle);
    },
    async upload(path, body) {
      const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_PUT, origin + path);
      steam.setHTTPRequestRawPostBody(handle, 'application/octet-stream', body, true);
      steam.sendHTTPRequest(handle);
      await completed(steam, handle);
      steam.releaseHTTPRequest(handle);
    },
  };
}

export const tickwireSteam: Peer = {
  open(server, opening) {
    const steam = interfaceFor(server, opening);
    return Promise.resolve({
      ...awaitingSession(clientOf(steam, server.origin)),
      startFrames: (plan) => Promise.resolve(new SteamTraffic(steam, server.origin, plan)),
      poll: () => {
        steam.run_callbacks();
      },
    });
  },
};
