/**
 * A 200 MB download in a 60 Hz loop, read once a frame until a chunk comes back empty, with the default chunk size: the
 * rate, and the time the polling and reading take of a frame.
 */
import { HTTPClient, set_logger } from 'tickwire/godot';
import { startServerProcess } from '../test/support/server-process.js';
import { median } from './rounds.js';

const SIZE = 200_000_000;
const PIECE = 500_000;
const FRAME_MS = 1000 / 60;
const ROUNDS = 5;

interface Round {
  readonly rate: number;
  readonly worstFrame: number;
  readonly meanFrame: number;
}

async function download(port: number): Promise<Round> {
  const client = new HTTPClient();
  client.connect_to_host('127.0.0.1', port);
  while (client.get_status() === HTTPClient.STATUS_CONNECTING) client.poll();
  client.request(HTTPClient.METHOD_GET, '/', []);
  const begun = performance.now();
  const frames: number[] = [];
  let received = 0;
  let due = begun;
  for (;;) {
    const start = performance.now();
    client.poll();
    for (;;) {
      const chunk = client.read_response_body_chunk();
      if (chunk.length === 0) break;
      received += chunk.length;
    }
    frames.push(performance.now() - start);
    const status = client.get_status();
    if (status !== HTTPClient.STATUS_REQUESTING && status !== HTTPClient.STATUS_BODY) break;
    due += FRAME_MS;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  const seconds = (performance.now() - begun) / 1000;
  client.close();
  if (received !== SIZE) throw new Error(`received ${received} bytes of ${SIZE}`);
  return {
    rate: SIZE / 1e6 / seconds,
    worstFrame: Math.max(...frames),
    meanFrame: frames.reduce((sum, ms) => sum + ms, 0) / frames.length,
  };
}

export async function benchFrameDownload(): Promise<void> {
  set_logger(null);
  const server = await startServerProcess({
    connections: [
      [
        { expect: 'request' },
        { send: `HTTP/1.1 200 OK\r\nContent-Length: ${SIZE}\r\n\r\n` },
        { send: { repeat: 'x', count: PIECE }, times: SIZE / PIECE },
      ],
    ],
  });
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await download(server.port));
  server.close();
  console.log(`  rate:                ${median(rounds.map(({ rate }) => rate)).toFixed(0)} MB/s`);
  console.log(`  polling in a frame:  ${median(rounds.map(({ meanFrame }) => meanFrame)).toFixed(2)} ms on average`);
  console.log(`                       ${median(rounds.map(({ worstFrame }) => worstFrame)).toFixed(2)} ms at worst`);
}
