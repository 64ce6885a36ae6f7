/** Lets the code of a page start scripted servers in the test's process. */
import type { Page } from 'playwright-core';
import { closedPort, startServer, type ScriptedServer, type ServerStep } from '../support/scripted-server.js';

/** What the page finds on `globalThis`. Servers are known by their port. */
export interface BridgeFunctions {
  tickwireServe(connections: readonly (readonly ServerStep[])[]): Promise<number>;
  /** What each connection received, one character for each byte. */
  tickwireRequests(port: number): Promise<string[]>;
  tickwireCloseServer(port: number): Promise<void>;
  tickwireClosedPort(): Promise<number>;
}

/** Builds the bridge. @returns Closes the servers that are still open. */
export async function bridgeServers(page: Page): Promise<() => Promise<void>> {
  const servers = new Map<number, ScriptedServer>();
  const functions: BridgeFunctions = {
    tickwireServe: async (connections) => {
      const server = await startServer({ connections, forPages: true });
      servers.set(server.port, server);
      return server.port;
    },
    tickwireRequests: (port) => {
      const requests = servers.get(port)?.requests() ?? [];
      return Promise.resolve(requests.map((bytes) => bytes.toString('latin1')));
    },
    tickwireCloseServer: async (port) => {
      await servers.get(port)?.close();
      servers.delete(port);
    },
    tickwireClosedPort: closedPort,
  };
  for (const [name, call] of Object.entries(functions)) await page.exposeFunction(name, call as () => unknown);
  return async () => {
    for (const server of servers.values()) await server.close();
  };
}
