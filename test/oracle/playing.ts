/**
 * Plays a case: starts its server, lets the program run against it, and collects what both saw.
 *
 * Ports are hidden in the result as they are in the recording. What may be compared, and how, is decided elsewhere.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedPort, startServer, type Certificates } from '../support/scripted-server.js';
import type { ClientStep, LogEntry, RecordedCase, RecordedRequest } from './recording.js';

/** What happened, in the form of the recording. */
export interface Outcome {
  readonly log: readonly LogEntry[];
  readonly requests: readonly RecordedRequest[];
}

/** Runs the program's steps: on this thread, or on another one for programs that block theirs. */
export type Play = (steps: readonly ClientStep[], trusted: string | null) => Promise<readonly LogEntry[]>;

/** Longer requests than this are recorded by their head, size and hash. */
const LONG_REQUEST = 10_000;

const LAST_BYTES_MS = 15;

/** The same value with `{PORT}` and `{CLOSED_PORT}` replaced, as a number where nothing else is there. */
function withPorts<T>(value: T, ports: Readonly<Record<string, number>>): T {
  const json = JSON.stringify(value).replace(/"\{(\w+)\}"|\{(PORT|CLOSED_PORT)\}/g, (text, whole, part) =>
    String(ports[(whole ?? part) as string] ?? text),
  );
  return JSON.parse(json) as T;
}

const WAITS = new Set(['wait', 'delay', 'gap', 'ms', 'max_ms']);

/** The same steps with all waits longer. */
function slower<T>(value: T, factor: number): T {
  const text = JSON.stringify(value, (key, field: unknown) =>
    WAITS.has(key) && typeof field === 'number' ? field * factor : field,
  );
  return JSON.parse(text) as T;
}

function withoutPorts<T>(value: T, ports: Readonly<Record<string, number>>): T {
  let json = JSON.stringify(value);
  for (const [name, port] of Object.entries(ports)) json = json.replaceAll(`:${port}`, `:${name}`);
  return JSON.parse(json) as T;
}

function packRequest(bytes: Buffer): RecordedRequest {
  const text = bytes.toString('latin1');
  if (text.length <= LONG_REQUEST) return { latin1: text };
  const end = text.indexOf('\r\n\r\n') + 4;
  const body_sha1 = createHash('sha1').update(bytes.subarray(end)).digest('hex');
  return { head_latin1: text.slice(0, end), body_size: text.length - end, body_sha1 };
}

/** @param slowness - All waits, the program's and the server's, are so many times longer. */
export async function playCase(
  recorded: RecordedCase,
  play: Play,
  certificates: Certificates,
  slowness: number,
): Promise<Outcome> {
  const script = slower(recorded.server, slowness);
  const server = script === null ? null : await startServer(script, certificates);
  try {
    const ports = { PORT: server?.port ?? 0, CLOSED_PORT: await closedPort() };
    const steps = slower(withPorts(recorded.client, ports), slowness);
    const trusted = recorded.project === 'ca' ? (certificates.ca?.cert ?? null) : null;
    const log = await play(steps, trusted);
    // What the program wrote last is on its way.
    await sleep(LAST_BYTES_MS * slowness);
    const requests = (server?.requests() ?? []).map(packRequest);
    // Fixed ports are part of what is tested and stay.
    const hidden = {
      CLOSED_PORT: ports.CLOSED_PORT,
      ...(script === null || 'port' in script ? {} : { PORT: ports.PORT }),
    };
    return withoutPorts({ log, requests }, hidden);
  } finally {
    await server?.close();
  }
}
