/**
 * The same tests on each platform of Node, with the I/O thread and with the same code inline; and the servers they use.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe } from 'node:test';
import { SteamHTTP, set_logger, type HTTPOptions } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { startServer, type ServerStep } from '../support/scripted-server.js';

/** What was warned of since a test last emptied it. */
export const warnings: string[] = [];

/** Defines the tests once for each platform. */
export function onEachPlatform(title: string, define: (threaded: boolean) => void): void {
  for (const ioThread of [true, false]) {
    describe(`${title} (${ioThread ? 'on the I/O thread' : 'inline'})`, () => {
      before(() => {
        new SteamHTTP({ ioThread }).close();
        set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
      });
      after(() => {
        set_logger(null);
      });
      define(ioThread);
    });
  }
}

/** Runs `use` with an instance of its own, which asks no proxy and keeps nothing: every request goes to the server. */
export async function withSteam(use: (steam: SteamHTTP) => Promise<void>, options: HTTPOptions = {}): Promise<void> {
  const steam = new SteamHTTP({ proxy: null, cacheSize: 0, ...options });
  try {
    await use(steam);
  } finally {
    steam.close();
  }
}

/** How a request ended. */
export interface Ended {
  readonly handle: number;
  readonly success: boolean;
  readonly status: number;
  readonly size: number;
}

/** Polls once a turn of the event loop until these requests are completed; gives how, in the order of completion. */
export async function untilCompleted(steam: SteamHTTP, ...handles: readonly number[]): Promise<Ended[]> {
  const waiting = new Set(handles);
  const ended: Ended[] = [];
  const listener = (handle: number, _context: unknown, success: boolean, status: number, size: number): void => {
    if (!waiting.delete(handle)) return;
    ended.push({ handle, success, status, size });
  };
  steam.http_request_completed.connect(listener);
  await until(`${handles.length} requests`, () => {
    steam.run_callbacks();
    return waiting.size === 0 ? true : undefined;
  });
  steam.http_request_completed.disconnect(listener);
  return ended;
}

/** Sends a GET and polls until it is completed. */
export async function get(steam: SteamHTTP, url: string, streaming = false): Promise<Ended> {
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
  assert.notEqual(handle, 0);
  if (streaming) steam.sendHTTPRequestAndStreamResponse(handle);
  else steam.sendHTTPRequest(handle);
  const [ended] = await untilCompleted(steam, handle);
  return ended!;
}

export interface WebServer {
  readonly url: string;
  readonly server: http.Server;
  close(): Promise<void>;
}

/** An HTTP server on loopback. */
export async function serve(answer: http.RequestListener): Promise<WebServer> {
  const server = http.createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Runs `use` with the url of a server that answers each request like this. */
export async function withServer(
  answer: http.RequestListener,
  use: (url: string, server: http.Server) => Promise<void>,
): Promise<void> {
  const { url, server, close } = await serve(answer);
  try {
    await use(url, server);
  } finally {
    await close();
  }
}

/** Runs `use` with the url of a server that plays these steps on each connection. */
export async function withScript(steps: readonly ServerStep[], use: (url: string) => Promise<void>): Promise<void> {
  const server = await startServer({ connections: [steps] });
  try {
    await use(`http://127.0.0.1:${server.port}/`);
  } finally {
    await server.close();
  }
}
