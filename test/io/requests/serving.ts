/** A scripted server and a driver for the length of one test. */
import type { RequestOptions } from '#src/link/index.js';
import type { Clock } from '#src/requests/deadlines.js';
import { startServer, type ScriptedServer, type ServerStep } from '../../support/scripted-server.js';
import { Driver } from './driver.js';

export interface Scene {
  readonly driver: Driver;
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  readonly server: ScriptedServer;
}

/** Connection number n runs script n, later ones the last. */
export async function withServer(
  connections: readonly (readonly ServerStep[])[],
  run: (scene: Scene) => Promise<void>,
  options: Partial<RequestOptions> = {},
  clock?: Clock,
): Promise<void> {
  const server = await startServer({ connections });
  const driver = new Driver(options, clock);
  try {
    await run({ driver, url: `http://127.0.0.1:${server.port}`, server });
  } finally {
    driver.close();
    await server.close();
  }
}

/** A 200 with a body and its length. */
export function ok(body: string, ...headers: readonly string[]): string {
  return response('200 OK', body, ...headers);
}

export function response(status: string, body: string, ...headers: readonly string[]): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Answers one request after another. */
export function answering(...answers: readonly string[]): ServerStep[] {
  return answers.flatMap((send): ServerStep[] => [{ expect: 'request' }, { send }]);
}

/** The request lines a connection received. */
export function requestLines(received: Buffer): string[] {
  return [...received.toString('latin1').matchAll(/^([A-Z]+ \S+) HTTP\/1\.1\r$/gm)].map(([, line]) => line!);
}
