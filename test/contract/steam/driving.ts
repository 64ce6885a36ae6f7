/** Drives a SteamHTTP as a program with a frame loop does, on any platform: run_callbacks once a turn of the event loop. */
import assert from 'node:assert/strict';
import { SteamHTTP, type HTTPOptions } from '#src/steam/index.js';
import { nextTurn } from '../../support/next-turn.js';

const DEADLINE_MS = 20_000;

/** What has not happened after so many turns takes longer: others on the machine may have the processor until it does. */
const EAGER_TURNS = 200;

/** How a request ended. */
export interface Ended {
  readonly handle: number;
  readonly success: boolean;
  readonly status: number;
  readonly size: number;
}

/** Calls `step` once a turn of the event loop, later once a millisecond, until it gives something other than undefined. */
export async function until<Result>(
  what: string,
  step: () => Result | undefined | Promise<Result | undefined>,
): Promise<Result> {
  const deadline = performance.now() + DEADLINE_MS;
  for (let turns = 0; ; turns++) {
    const result = await step();
    if (result !== undefined) return result;
    assert.ok(performance.now() < deadline, `${what}: nothing happened within ${DEADLINE_MS / 1000} s`);
    await (turns < EAGER_TURNS ? nextTurn() : new Promise((resolve) => setTimeout(resolve, 1)));
  }
}

/** Runs `use` with an instance of its own, which asks no proxy and keeps nothing: every request goes to the server. */
export async function withSteam(use: (steam: SteamHTTP) => Promise<void>, options: HTTPOptions = {}): Promise<void> {
  const steam = new SteamHTTP({ proxy: null, cacheSize: 0, ...options });
  try {
    await use(steam);
  } finally {
    steam.close();
  }
}

/** Polls until these requests are completed; gives how, in the order of completion. */
export async function untilCompleted(steam: SteamHTTP, ...handles: readonly number[]): Promise<Ended[]> {
  const waiting = new Set(handles);
  const ended: Ended[] = [];
  const listener = (handle: number, _context: unknown, success: boolean, status: number, size: number): void => {
    if (!waiting.delete(handle)) return;
    ended.push({ handle, success, status, size });
  };
  steam.http_request_completed.connect(listener);
  await until(`${handles.length} requests`, () => {
    steam.run_callbacks();
    return waiting.size === 0 ? true : undefined;
  });
  steam.http_request_completed.disconnect(listener);
  return ended;
}

/** Sends a GET and polls until it is completed. */
export async function get(steam: SteamHTTP, url: string, streaming = false): Promise<Ended> {
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
  assert.notEqual(handle, 0);
  if (streaming) steam.sendHTTPRequestAndStreamResponse(handle);
  else steam.sendHTTPRequest(handle);
  const [ended] = await untilCompleted(steam, handle);
  return ended!;
}

/** The body of a completed request that was not streamed. */
export function bodyOf(steam: SteamHTTP, { handle, size }: Ended): Uint8Array {
  return steam.getHTTPResponseBodyData(handle, size);
}

const decoder = new TextDecoder();

/** Bytes as text. */
export const text = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Collects what a streamed request delivers; every chunk must follow the one before without a gap. */
export function collect(steam: SteamHTTP): { bytes: number[]; readonly names: string[] } {
  const collected = { bytes: [] as number[], names: [] as string[] };
  steam.http_request_headers_received.connect(() => collected.names.push('headers'));
  steam.http_request_data_received.connect((handle, _context, offset, size) => {
    if (collected.names.at(-1) !== 'data') collected.names.push('data');
    assert.equal(offset, collected.bytes.length, 'no gap');
    for (const byte of steam.getHTTPStreamingResponseBodyData(handle, offset, size)) collected.bytes.push(byte);
  });
  steam.http_request_completed.connect(() => collected.names.push('completed'));
  return collected;
}
