/**
 * Drives an HTTPClient through whole exchanges for tests against real servers, in the two ways that programs do: with a
 * return to the event loop between polls, or without ever yielding.
 */
import { HTTPClient, type Method, type Status, type TLSOptions } from 'tickwire/godot';

/** What came back from one request. */
export interface Exchange {
  readonly code: number;
  readonly headers: Record<string, string>;
  readonly length: number;
  readonly chunked: boolean;
  readonly body: Buffer;
  /** How often the body was waited for: polls that brought nothing while in BODY. */
  readonly waits: number;
  /** The status that the exchange left behind. */
  readonly status: Status;
}

/** One way of polling. */
export interface Drive {
  readonly name: string;
  /** Polls until `arrived` holds. */
  until(client: HTTPClient, arrived: () => boolean): Promise<void>;
}

/** Longer than anything takes here; what hangs shall say where. */
const PATIENCE_MS = 20_000;

function deadline(client: HTTPClient): () => void {
  const end = performance.now() + PATIENCE_MS;
  return () => {
    if (performance.now() > end) throw new Error(`still in status ${client.get_status()} after ${PATIENCE_MS} ms`);
  };
}

/** Returns to the event loop between polls. */
export const awaiting: Drive = {
  name: 'with awaits between polls',
  until: async (client, arrived) => {
    const check = deadline(client);
    while (!arrived()) {
      client.poll();
      check();
      await new Promise(setImmediate);
    }
  },
};

/** Never returns to the event loop. */
export const unyielding: Drive = {
  name: 'without ever yielding',
  until: (client, arrived) => {
    const check = deadline(client);
    while (!arrived()) {
      client.poll();
      check();
    }
    return Promise.resolve();
  },
};

const underway: ReadonlySet<Status> = new Set([HTTPClient.STATUS_RESOLVING, HTTPClient.STATUS_CONNECTING]);

/** Connects, and resolves when the client is connected. */
export async function connect(
  drive: Drive,
  client: HTTPClient,
  host: string,
  port: number,
  tls: TLSOptions | null = null,
): Promise<void> {
  client.connect_to_host(host, port, tls);
  await drive.until(client, () => !underway.has(client.get_status()));
  if (client.get_status() !== HTTPClient.STATUS_CONNECTED)
    throw new Error(`connecting ended in ${client.get_status()}`);
}

/** Sends a request and reads the whole answer. */
export async function exchange(
  drive: Drive,
  client: HTTPClient,
  method: Method,
  url: string,
  headers: readonly string[] = [],
  body: Uint8Array = new Uint8Array(0),
): Promise<Exchange> {
  // A copy, because request_raw takes over what it is given.
  const error = client.request_raw(method, url, headers, new Uint8Array(body));
  if (error !== 0) throw new Error(`request answered ${error}`);
  await drive.until(client, () => client.get_status() !== HTTPClient.STATUS_REQUESTING);
  const chunks: Uint8Array[] = [];
  let waits = 0;
  await drive.until(client, () => {
    const chunk = client.read_response_body_chunk();
    if (chunk.length > 0) chunks.push(chunk);
    else waits++;
    return client.get_status() !== HTTPClient.STATUS_BODY;
  });
  return {
    code: client.get_response_code(),
    headers: client.get_response_headers_as_dictionary(),
    length: client.get_response_body_length(),
    chunked: client.is_response_chunked(),
    body: Buffer.concat(chunks),
    waits,
    status: client.get_status(),
  };
}
