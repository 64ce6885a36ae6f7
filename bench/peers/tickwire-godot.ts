/** tickwire's HTTPClient, one for each request in flight, polled once a turn of the event loop. */
import { HTTPClient } from 'tickwire/godot';
import type { Peer } from './peer.js';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function connected(url: string): Promise<HTTPClient> {
  const { hostname, port } = new URL(url);
  const client = new HTTPClient();
  client.connect_to_host(hostname, Number(port));
  while (client.get_status() === HTTPClient.STATUS_CONNECTING) {
    client.poll();
    await nextTurn();
  }
  if (client.get_status() !== HTTPClient.STATUS_CONNECTED) throw new Error(`status ${client.get_status()}`);
  return client;
}

export const tickwireGodot: Peer = {
  async smallGets(url, total, inFlight) {
    const { pathname } = new URL(url);
    const clients = await Promise.all(Array.from({ length: inFlight }, () => connected(url)));
    let started = 0;
    let done = 0;
    while (done < total) {
      for (const client of clients) {
        client.poll();
        if (client.get_status() === HTTPClient.STATUS_BODY) {
          client.read_response_body_chunk();
          if (client.get_status() === HTTPClient.STATUS_CONNECTED) done++;
        }
        if (client.get_status() === HTTPClient.STATUS_CONNECTED) {
          if (started++ < total) client.request(HTTPClient.METHOD_GET, pathname, []);
        } else if (client.get_status() === HTTPClient.STATUS_CONNECTION_ERROR) throw new Error('connection error');
      }
      await nextTurn();
    }
    for (const client of clients) client.close();
  },
  async download(url) {
    const client = await connected(url);
    client.read_chunk_size = 1 << 20;
    client.request(HTTPClient.METHOD_GET, new URL(url).pathname, []);
    let count = 0;
    for (;;) {
      client.poll();
      const chunk = client.read_response_body_chunk();
      count += chunk.length;
      const status = client.get_status();
      if (status !== HTTPClient.STATUS_REQUESTING && status !== HTTPClient.STATUS_BODY) break;
      if (chunk.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    client.close();
    return count;
  },
};
