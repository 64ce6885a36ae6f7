/** The contract of HTTPClient and its neighbours in Node: with the I/O thread, and with the same code inline. */
import { describe, it } from 'node:test';
import { onEachPlatform, warnings } from '../../godot/platforms.js';
import { closedPort, startServer, type ServerStep } from '../../support/scripted-server.js';
import { godotContracts } from './contracts.js';
import type { ContractServer, GodotEnvironment } from './environment.js';

async function serve(...connections: readonly (readonly ServerStep[])[]): Promise<ContractServer> {
  const server = await startServer({ connections });
  return {
    port: server.port,
    requests: () => Promise.resolve(server.requests().map((bytes) => bytes.toString('latin1'))),
    close: () => server.close(),
  };
}

const environment: GodotEnvironment = { web: false, serve, closedPort, warnings };

onEachPlatform('HTTPClient', () => {
  for (const { title: group, cases } of godotContracts) {
    describe(group, () => {
      for (const { title, run } of cases) {
        it(title, async () => {
          warnings.length = 0;
          await run(environment);
        });
      }
    });
  }
});
