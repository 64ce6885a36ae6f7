/** Node's own client with a keep-alive agent. */
import { Agent, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { Peer } from './peer.js';

async function read(response: IncomingMessage): Promise<number> {
  let count = 0;
  response.on('data', (chunk: Buffer) => (count += chunk.length));
  await once(response, 'end');
  return count;
}

export const nodeHttp: Peer = {
  async smallGets(url, total, inFlight) {
    const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
    let started = 0;
    const one = async (): Promise<void> => {
      while (started++ < total) {
        const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
        if (response.statusCode !== 200 || (await read(response)) === 0) throw new Error(`${response.statusCode}`);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, one));
    agent.destroy();
  },
  async download(url) {
    const [response] = (await once(get(url), 'response')) as [IncomingMessage];
    return read(response);
  },
};
