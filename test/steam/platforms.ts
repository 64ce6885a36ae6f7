/**
 * The same tests on each platform of Node, with the I/O thread and with the same code inline; and the servers they use.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe } from 'node:test';
import { SteamHTTP, set_logger } from '#src/steam/index.js';
import { startServer, type ServerStep } from '../support/scripted-server.js';

export { get, untilCompleted, withSteam, type Ended } from '../contract/steam/driving.js';

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
