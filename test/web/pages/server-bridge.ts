/** The page's end of the bridge to servers in the test's process (test/web/server-bridge.ts). */
import type { ContractServer, GodotEnvironment } from '../../contract/godot/environment.js';
import type { ServerStep } from '../../support/scripted-server.js';
import type { BridgeFunctions } from '../server-bridge.js';

const functions = globalThis as unknown as BridgeFunctions;

async function serve(...connections: readonly (readonly ServerStep[])[]): Promise<ContractServer> {
  const port = await functions.tickwireServe(connections);
  return {
    port,
    requests: () => functions.tickwireRequests(port),
    close: () => functions.tickwireCloseServer(port),
  };
}

export const bridge: Pick<GodotEnvironment, 'serve' | 'closedPort'> = {
  serve,
  closedPort: () => functions.tickwireClosedPort(),
};
