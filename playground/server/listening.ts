/**
 * Servers of node:http on loopback: started with a sentence when that fails, ended with all their connections.
 */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

/** A port that cannot be had; the message is one sentence for the user. */
export class ListenFailure extends Error {
  override readonly name = 'ListenFailure';
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Ends it, answers under way included; resolves when the port is free again. */
  close(): Promise<void>;
}

/**
 * Listens on loopback.
 *
 * @param port - 0 for any that is free.
 * @throws ListenFailure when the port cannot be had.
 */
export async function listen(port: number, answer: RequestListener): Promise<Listening> {
  const server = createServer(answer);
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
  } catch (error) {
    throw new ListenFailure(sentence(port, error as NodeJS.ErrnoException), { cause: error });
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function sentence(port: number, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use; give another with --port, or none for one that is free`;
    case 'EACCES':
      return `port ${port} needs rights that you do not have; give one above 1023 with --port`;
    default:
      return `cannot listen on port ${port} (${message})`;
  }
}
