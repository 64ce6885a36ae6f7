/**
 * tickwire's HTTPClient: one for each connection. Where the program has nothing else to do it waits in blocking mode, as
 * a tool would; in a frame loop it polls once a frame.
 */
import { HTTPClient, TLSOptions, X509Certificate, type Status } from 'tickwire/godot';
import { expectSize, expectSuccess } from './expectations.js';
import type { Downloads, Gets, Peer, Server, Session, Upload } from './peer.js';
import { PolledGets } from './polled-gets.js';
import { PolledTraffic } from './polled-traffic.js';
import { Unable } from './unable.js';

/** The body of one download is taken in pieces of this size: they stay in the processor's cache. */
const CHUNK_BYTES = 1024 * 1024;

function tlsFor({ authority }: Server): TLSOptions | null {
  if (authority === null) return null;
  const chain = new X509Certificate();
  chain.load_from_string(authority.pem);
  return TLSOptions.client(chain);
}

const connecting = new Set<Status>([HTTPClient.STATUS_RESOLVING, HTTPClient.STATUS_CONNECTING]);

/** All of them, connected at the same time. */
function connect(server: Server, count: number): HTTPClient[] {
  const tls = tlsFor(server);
  const clients = Array.from({ length: count }, () => new HTTPClient());
  for (const client of clients) client.connect_to_host(server.host, server.port, tls);
  for (const client of clients) {
    client.blocking_mode_enabled = true;
    while (connecting.has(client.get_status())) client.poll();
    client.blocking_mode_enabled = false;
    if (client.get_status() !== HTTPClient.STATUS_CONNECTED) throw new Error(`connecting ended in ${statusOf(client)}`);
  }
  return clients;
}

const statusOf = (client: HTTPClient): string => `status ${client.get_status()}`;

/** Begins a request and waits, without the event loop, until its head has come. */
function begin(client: HTTPClient, path: string): void {
  client.blocking_mode_enabled = true;
  client.request(HTTPClient.METHOD_GET, path, []);
  client.poll();
  expectSuccess(client.get_response_code());
}

/** Waits for one piece of each body in turn; meanwhile the others arrive. */
function download(clients: readonly HTTPClient[], { path, size, count }: Downloads): void {
  const under = clients.slice(0, count).map((client) => ({ client, received: 0 }));
  for (const { client } of under) {
    client.read_chunk_size = CHUNK_BYTES;
    begin(client, path);
  }
  const memory = new Uint8Array(CHUNK_BYTES);
  let active = under;
  while (active.length > 0) {
    for (const one of active) one.received += one.client.read_response_body_chunk(memory).length;
    active = active.filter(({ client }) => client.get_status() === HTTPClient.STATUS_BODY);
  }
  for (const { client, received } of under) {
    client.blocking_mode_enabled = false;
    expectSize(received, size);
  }
}

function prepareUpload(client: HTTPClient, { path, size }: Upload): () => Promise<void> {
  // It is moved to the I/O thread, so every upload needs memory of its own.
  const body = new Uint8Array(size).fill(1);
  return () => {
    client.blocking_mode_enabled = true;
    client.request_raw(HTTPClient.METHOD_PUT, path, [], body);
    client.poll();
    client.blocking_mode_enabled = false;
    expectSuccess(client.get_response_code());
    return Promise.resolve();
  };
}

function get(clients: readonly HTTPClient[], plan: Gets): Promise<void> {
  if (plan.atOnce > clients.length) throw new Unable('has no queue: each client takes one request at a time');
  if (plan.coded) throw new Unable("does not decode bodies, as Godot's does not");
  new PolledGets(clients, plan).run();
  return Promise.resolve();
}

function sessionOf(clients: readonly HTTPClient[]): Session {
  return {
    gets: (plan) => get(clients, plan),
    hold: (plan) => get(clients, plan),
    downloads(plan) {
      download(clients, plan);
      return Promise.resolve();
    },
    prepareUpload: (plan) => Promise.resolve(prepareUpload(clients[0]!, plan)),
    startFrames: (plan) => Promise.resolve(new PolledTraffic(clients, plan)),
    poll() {
      for (const client of clients) client.poll();
    },
  };
}

export const tickwireHttpClient: Peer = {
  open(server, { connections, cache, streamBuffer }) {
    if (streamBuffer !== undefined) return Promise.reject(new Unable('has no option for it: 8 MiB may wait'));
    if (cache) return Promise.reject(new Unable('has no cache'));
    return Promise.resolve(sessionOf(connect(server, connections)));
  },
};
