/** What a poll costs when nothing is new: of one client, and of 1,000 idle ones polled in a frame. */
import { HTTPClient, set_logger } from 'tickwire/godot';
import { startServerProcess } from '../test/support/server-process.js';
import { medianOf } from './rounds.js';

const POLLS = 2_000_000;
const CLIENTS = 1000;
const FRAMES = 200;

async function connected(port: number): Promise<HTTPClient> {
  const client = new HTTPClient();
  client.connect_to_host('127.0.0.1', port);
  while (client.get_status() === HTTPClient.STATUS_CONNECTING) {
    client.poll();
    await new Promise(setImmediate);
  }
  if (client.get_status() !== HTTPClient.STATUS_CONNECTED) throw new Error(`status ${client.get_status()}`);
  return client;
}

export async function benchPolls(): Promise<void> {
  set_logger(null);
  const server = await startServerProcess({ connections: [[]] });
  const one = await connected(server.port);
  const single = medianOf(7, () => {
    const begun = performance.now();
    for (let i = 0; i < POLLS; i++) one.poll();
    return ((performance.now() - begun) * 1e6) / POLLS;
  });
  const clients = [one];
  while (clients.length < CLIENTS) clients.push(await connected(server.port));
  const frame = medianOf(7, () => {
    const begun = performance.now();
    for (let i = 0; i < FRAMES; i++) for (const client of clients) client.poll();
    return (performance.now() - begun) / FRAMES;
  });
  for (const client of clients) client.close();
  server.close();
  console.log(`  one connected client, nothing new:  ${single.toFixed(0)} ns a poll`);
  console.log(`  ${CLIENTS} idle clients:                 ${frame.toFixed(3)} ms a frame`);
}
