/**
 * The same tests on each platform of Node: with the I/O thread, and with the same code inline.
 */
import { after, before, describe } from 'node:test';
import { configureIo, set_logger, type HTTPClient } from '#src/godot/index.js';
import { withClient } from '../contract/godot/environment.js';
import { startServer, type ScriptedServer, type ServerStep } from '../support/scripted-server.js';

/** A complete answer, whose connection stays open. */
export const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** What was warned of since a test last emptied it. */
export const warnings: string[] = [];

/** Defines the tests once for each platform. */
export function onEachPlatform(title: string, define: () => void): void {
  for (const ioThread of [true, false]) {
    describe(`${title} (${ioThread ? 'on the I/O thread' : 'inline'})`, () => {
      before(() => {
        configureIo({ ioThread });
        set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
      });
      after(() => {
        set_logger(null);
      });
      define();
    });
  }
}

/** Plays `steps` to one client that is already CONNECTED. */
export async function withServer(
  steps: readonly ServerStep[],
  use: (client: HTTPClient, server: ScriptedServer) => Promise<void>,
): Promise<void> {
  await withClient(await startServer({ connections: [steps] }), use);
}
