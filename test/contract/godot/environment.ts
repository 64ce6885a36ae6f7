/**
 * What the contract cases of HTTPClient and its neighbours are run with, and what they share.
 *
 * Servers play scripts, and are always in the test's process.
 */
import assert from 'node:assert/strict';
import { HTTPClient, type Status } from '#src/godot/index.js';
import { connect } from '../../support/polling.js';
import type { ServerStep } from '../../support/scripted-server.js';

/** A scripted server. */
export interface ContractServer {
  readonly port: number;
  /** What each connection received, one character for each byte. */
  requests(): Promise<string[]>;
  close(): Promise<void>;
}

/** Where a case runs. */
export interface GodotEnvironment {
  readonly web: boolean;
  /** Starts a server: connection number n plays script n, later ones the last. */
  serve(...connections: readonly (readonly ServerStep[])[]): Promise<ContractServer>;
  /** A port of 127.0.0.1 on which nobody listens. */
  closedPort(): Promise<number>;
  /** What was warned of since the case began, `source: message` each. */
  readonly warnings: string[];
}

/** A complete answer, whose connection stays open. */
export const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

/** A declared length, as this platform tells it. */
export const lengthOf = ({ web }: GodotEnvironment, length: number): number => (web ? -1 : length);

/** The status after an answer with which the connection carries on, if it can. */
export const afterAnswer = ({ web }: GodotEnvironment): Status =>
  web ? HTTPClient.STATUS_DISCONNECTED : HTTPClient.STATUS_CONNECTED;

/** The bytes as text, one character for each. */
export const text = (bytes: Uint8Array): string => {
  let result = '';
  for (let from = 0; from < bytes.length; from += 8192) {
    result += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return result;
};

/** Runs `use` with a client that is CONNECTED to a server that plays these steps. */
export async function withServer(
  environment: GodotEnvironment,
  steps: readonly ServerStep[],
  use: (client: HTTPClient, server: ContractServer) => Promise<void> | void,
): Promise<void> {
  await withClient(await environment.serve(steps), use);
}

/** Runs `use` with a client that is CONNECTED to a server, and closes both. */
export async function withClient<Server extends Pick<ContractServer, 'port' | 'close'>>(
  server: Server,
  use: (client: HTTPClient, server: Server) => Promise<void> | void,
): Promise<void> {
  const client = new HTTPClient();
  try {
    assert.equal(await connect(client, server.port), HTTPClient.STATUS_CONNECTED);
    await use(client, server);
  } finally {
    client.close();
    await server.close();
  }
}

/** Goes on after an answer: on the same connection where it carries on, else on a new one. */
export async function reconnect(
  environment: GodotEnvironment,
  client: HTTPClient,
  server: ContractServer,
): Promise<void> {
  assert.equal(client.get_status(), afterAnswer(environment));
  if (environment.web) assert.equal(await connect(client, server.port), HTTPClient.STATUS_CONNECTED);
}
