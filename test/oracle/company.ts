/**
 * Plays many cases at once, and compares each with its recording.
 *
 * Programs that block their thread get a worker of their own; cases with a fixed port run one after the other. What the
 * recording shows does not depend on time as long as its waits are long enough; so that a busy machine cannot spoil a
 * result, a case that differs otherwise than expected is played again, slower, before it counts.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { HTTPClient } from '#src/godot/index.js';
import { connect } from '../support/polling.js';
import { startServer, type Certificates } from '../support/scripted-server.js';
import { makeCertificates } from './certificates.js';
import { differences } from './differences.js';
import { correctionsOfGodot4 } from './godot4.js';
import { asGodot4, normalForm } from './normal-form.js';
import { playCase, type Play } from './playing.js';
import { onItsOwnThread } from './program-thread.js';
import { play } from './program.js';
import type { RecordedCase } from './recording.js';

const AT_ONCE = 16;

/** How much slower a case is played each time. */
const SLOWER = [1, 2, 4];

export interface Result {
  readonly recorded: RecordedCase;
  /** Why it was not played, or null. */
  readonly skipped: string | null;
  /** What differs, a line each. */
  readonly found: readonly string[];
}

/**
 * @param expected - The lines known for a case; without it no case is played again.
 * @param slowness - All waits, the program's and the server's, are so many times longer.
 */
export async function playAll(
  cases: readonly RecordedCase[],
  expected?: (name: string) => readonly string[],
  slowness = 1,
): Promise<Result[]> {
  await warmUp();
  const company = new Company(await skips(cases), cases.some(needsCertificates) ? await makeCertificates() : {});
  const results = new Map<string, Result>();
  let open = cases;
  for (const factor of expected === undefined ? [1] : SLOWER) {
    for (const result of await company.playTogether(open, slowness * factor)) {
      results.set(result.recorded.name, result);
    }
    open = open.filter(({ name }) => {
      const { skipped, found } = results.get(name)!;
      return skipped === null && found.join('\n') !== expected?.(name).join('\n');
    });
  }
  return cases.map(({ name }) => results.get(name)!);
}

/** The recorded waits are for a network that is at work already, not for one whose thread has to start first. */
async function warmUp(): Promise<void> {
  const server = await startServer({ connections: [[]] });
  const client = new HTTPClient();
  await connect(client, server.port, 'localhost');
  client.close();
  await server.close();
}

/** Why the cases that need a fixed port cannot be played, by port. */
async function skips(cases: readonly RecordedCase[]): Promise<ReadonlyMap<number, string>> {
  const reasons = new Map<number, string>();
  for (const port of new Set(cases.flatMap(({ server }) => server?.port ?? []))) {
    const server = createServer();
    const listening = once(server, 'listening');
    server.listen(port, '127.0.0.1');
    const problem = await listening.then(
      () => null,
      (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'unknown',
    );
    if (problem !== null) reasons.set(port, `port ${port} on 127.0.0.1 cannot be listened on (${problem})`);
    await new Promise((resolve) => server.close(resolve));
  }
  return reasons;
}

class Company {
  readonly #skips: ReadonlyMap<number, string>;
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #certificates: Certificates;

  constructor(skipped: ReadonlyMap<number, string>, certificates: Certificates) {
    this.#skips = skipped;
    this.#certificates = certificates;
  }

  /** @param slowness - All waits, the program's and the server's, are so many times longer. */
  async playTogether(cases: readonly RecordedCase[], slowness: number): Promise<Result[]> {
    const results = new Array<Result>(cases.length);
    // Those that wait for one another begin first, and do not take part in the count.
    const special = cases.map((recorded, i) => ({ recorded, i })).filter(({ recorded }) => queueOf(recorded) !== null);
    const queued = special.map(async ({ recorded, i }) => {
      results[i] = await this.#inTurn(queueOf(recorded) ?? '', () => this.#result(recorded, slowness));
    });
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let i = next++; i < cases.length; i = next++) {
        const recorded = cases[i]!;
        if (queueOf(recorded) === null) results[i] = await this.#result(recorded, slowness);
      }
    };
    await Promise.all([...queued, ...Array.from({ length: AT_ONCE }, lane)]);
    return results;
  }

  async #inTurn<T>(queue: string, task: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(queue) ?? Promise.resolve();
    const mine = before.then(task);
    this.#queues.set(queue, mine);
    return mine;
  }

  async #result(recorded: RecordedCase, slowness: number): Promise<Result> {
    const skipped = this.#skips.get(recorded.server?.port ?? 0) ?? null;
    if (skipped !== null) return { recorded, skipped, found: [] };
    const outcome = await playCase(recorded, howToPlay(recorded), this.#certificates, slowness);
    const reference = asGodot4({ log: recorded.log, requests: recorded.request_bytes });
    const godot = correctionsOfGodot4(recorded.name, normalForm(recorded.name, reference));
    return { recorded, skipped: null, found: differences(godot, normalForm(recorded.name, outcome)) };
  }
}

function needsCertificates({ server, project }: RecordedCase): boolean {
  return server?.tls !== undefined || project === 'ca';
}

/** A program that blocks needs a thread of its own. */
function howToPlay({ client, log }: RecordedCase): Play {
  const blocks = client.some((step) => step.op === 'set' && step.property === 'blocking_mode_enabled');
  if (!blocks) return play;
  return onItsOwnThread(log.at(-1)?.op === 'hang' ? log.length - 1 : null);
}

/** What a case has to wait for: the other cases with its port, or nothing. */
function queueOf(recorded: RecordedCase): string | null {
  const port = recorded.server?.port;
  return port === undefined ? null : String(port);
}
