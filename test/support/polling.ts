/**
 * Drives an HTTPClient as a program with a frame loop does: polls, and yields to the event loop between polls. In Node and
 * in a page.
 */
import assert from 'node:assert/strict';
import { HTTPClient, type Status, type TLSOptions } from '#src/godot/index.js';
import { nextTurn } from './next-turn.js';

const DEADLINE_MS = 20_000;

/** Calls `step` once a turn of the event loop until it gives something other than undefined. */
export async function until<T>(what: string, step: () => T | undefined): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const result = step();
    if (result !== undefined) return result;
    assert.ok(performance.now() < deadline, `${what}: nothing happened within ${DEADLINE_MS / 1000} s`);
    await nextTurn();
  }
}

/** Polls while the status is one of these; returns the status that follows. */
export function pollWhile(client: HTTPClient, ...statuses: readonly Status[]): Promise<Status> {
  return until(`polling in status ${statuses.join(' or ')}`, () => {
    client.poll();
    const status = client.get_status();
    return statuses.includes(status) ? undefined : status;
  });
}

/** Connects; returns the status after CONNECTING. */
export function connect(
  client: HTTPClient,
  port: number,
  host = '127.0.0.1',
  tls: TLSOptions | null = null,
): Promise<Status> {
  assert.equal(client.connect_to_host(host, port, tls), 0);
  return pollWhile(client, HTTPClient.STATUS_RESOLVING, HTTPClient.STATUS_CONNECTING);
}

/** Polls until the answer's head is there; returns the status then. */
export function awaitAnswer(client: HTTPClient): Promise<Status> {
  return pollWhile(client, HTTPClient.STATUS_REQUESTING);
}

/** Reads the body as the manual's example does, until the status leaves BODY. */
export async function readBody(client: HTTPClient): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await until('reading the body', () => {
    client.poll();
    chunks.push(client.read_response_body_chunk());
    return client.get_status() === HTTPClient.STATUS_BODY ? undefined : true;
  });
  const body = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
