/**
 * The story of `tickwire demo`: a game that runs at 60 frames a second and transfers over HTTP meanwhile.
 *
 * Puts the pieces in order (server, transfers, frames, report) and puts everything away again, however it ends.
 */
import { HTTPClient } from '../../godot/index.js';
import { set_logger } from '../../log.js';
import { BodyCheck, downloadBlock, HELLO } from './body-check.js';
import { startDemoServer } from './demo-server-process.js';
import { failureLine } from './failure.js';
import type { FrameClock } from './frame-clock.js';
import { runFrames, type FrameTimes } from './frame-loop.js';
import { ExitCode } from '../exit-code.js';
import { interruptionOf } from '../interruption.js';
import { Lane, type LaneEntry } from './lane.js';
import { framesLine, frameTable, rowOf, transferTable } from './report.js';
import type { Screen } from './screen.js';
import { playSecondAct } from './second-act.js';
import { Transfer, type TransferRequest, type TransferSurroundings } from './transfer.js';

/** What was asked for on the command line. */
export interface DemoOptions {
  /** Servers to ask instead of the demo's own; none for the demo's own. */
  readonly urls: readonly URL[];
  /** The size of the big download from the demo's own server, in bytes. */
  readonly downloadBytes: number;
  /** How long may be read in one frame, all transfers together, in milliseconds. */
  readonly readBudgetMs: number;
  /** How long a transfer may stand still before it counts as failed, in milliseconds. */
  readonly patienceMs: number;
}

/** What the demo is given by its surroundings. */
export interface DemoSurroundings {
  readonly screen: Screen;
  readonly clock: FrameClock;
  /** Writes a line to the error output. */
  complain(line: string): void;
  /** Aborted to end the demo early, see interruption.ts. */
  readonly signal: AbortSignal;
}

const FRAME_RATE = { framesPerSecond: 60, gameWorkMs: 4 };

/**
 * Runs the demo.
 *
 * @returns The exit code: 0, or 2 when a transfer failed, or that of the interruption.
 */
export async function runDemo(options: DemoOptions, around: DemoSurroundings): Promise<number> {
  let code = 0;
  try {
    code = await (options.urls.length > 0 ? askServers(options, around) : askOwnServer(options, around));
  } catch (error) {
    if (interruptionOf(around.signal) === null) throw error;
  }
  const interruption = interruptionOf(around.signal);
  if (interruption === null) return code;
  // What became of the output is told once, for every command alike.
  const told = interruption.message === '' || interruption.exitCode === ExitCode.FILE;
  if (!told) around.complain(`tickwire demo: ${interruption.message}; nothing is left running.`);
  return interruption.exitCode;
}

async function askOwnServer(options: DemoOptions, around: DemoSurroundings): Promise<number> {
  const server = await startDemoServer(around.signal);
  try {
    const origin = `http://127.0.0.1:${server.port}`;
    around.screen.line(`A server for the demo runs on ${origin}.`);
    const client = new HTTPClient();
    const post = client.query_string_from_dict({ player: 'Ada Lovelace', score: 4200 });
    const entry = (request: TransferRequest, check: BodyCheck): LaneEntry => ({
      transfer: new Transfer(client, request, surroundings(options, around)),
      check,
    });
    const entries = [
      entry({ method: 'GET', url: new URL('/hello', origin), body: '' }, textCheck(HELLO)),
      entry({ method: 'POST', url: new URL('/echo', origin), body: post }, textCheck(post)),
      entry(
        { method: 'GET', url: new URL(`/download?bytes=${options.downloadBytes}`, origin), body: '' },
        new BodyCheck(downloadBlock(), options.downloadBytes),
      ),
    ];
    const code = await play([new Lane(client, entries)], options, around);
    return around.signal.aborted ? code : Math.max(code, await playSecondAct({ ...options, origin }, around));
  } finally {
    await server.stop();
  }
}

async function askServers(options: DemoOptions, around: DemoSurroundings): Promise<number> {
  const groups = byOrigin(options.urls);
  const share = { ...options, readBudgetMs: options.readBudgetMs / groups.length };
  const lanes = groups.map((urls) => {
    const client = new HTTPClient();
    const requests = urls.map((url): TransferRequest => ({ method: 'GET', url, body: '' }));
    return new Lane(
      client,
      requests.map((request) => ({
        transfer: new Transfer(client, request, surroundings(share, around)),
        check: null,
      })),
    );
  });
  return await play(lanes, options, around);
}

/** The URLs in groups that can share a connection. */
function byOrigin(urls: readonly URL[]): URL[][] {
  const groups = new Map<string, URL[]>();
  for (const url of urls) groups.set(url.origin, [...(groups.get(url.origin) ?? []), url]);
  return [...groups.values()];
}

/** Runs the frames until all lanes are through, and reports. */
async function play(lanes: readonly Lane[], options: DemoOptions, around: DemoSurroundings): Promise<number> {
  const { screen, clock, signal } = around;
  const warnings = new Map<Transfer | null, string[]>();
  let polled: Transfer | null = null;
  set_logger(({ message }) => {
    warnings.set(polled, [...(warnings.get(polled) ?? []), message]);
  });
  const { framesPerSecond, gameWorkMs } = FRAME_RATE;
  screen.line(
    `A game runs: ${framesPerSecond} frames a second, in each ${gameWorkMs} ms of its own work ` +
      `and at most about ${options.readBudgetMs} ms of reading.`,
  );
  try {
    const times = await runFrames(
      {
        poll: () => {
          for (const lane of lanes) {
            polled = lane.current;
            lane.poll();
          }
        },
        finish: () => {
          const shown = lanes.map((lane) => lane.digest()).filter((transfer) => transfer !== null);
          for (const transfer of shown) screen.show(transfer);
          return !signal.aborted && lanes.some((lane) => lane.current !== null);
        },
      },
      FRAME_RATE,
      clock,
    );
    screen.rest();
    return signal.aborted ? 0 : report(lanes, times, warnings, around);
  } finally {
    screen.rest();
    for (const lane of lanes) lane.close();
  }
}

function report(
  lanes: readonly Lane[],
  times: FrameTimes,
  warnings: ReadonlyMap<Transfer | null, readonly string[]>,
  { screen, complain }: DemoSurroundings,
): number {
  const entries = lanes.flatMap((lane) => lane.entries);
  const transfers = entries.map((entry) => entry.transfer);
  screen.line('');
  for (const line of transferTable(transfers.map(rowOf), screen.style)) screen.line(line);
  screen.line('');
  screen.line(framesLine(times));
  for (const line of frameTable(times, screen.style, 'poll and read, per frame')) screen.line(line);
  screen.line('');
  if (entries.every(({ check, transfer }) => check !== null && transfer.state === 'done')) {
    screen.line('Every byte that arrived was compared with the one sent.');
  }
  for (const { request, answer } of transfers) {
    if (answer !== null && answer.location !== null) {
      screen.line(
        `${request.url.href} redirects to ${answer.location}; HTTPClient leaves following it to the program.`,
      );
    }
  }
  const failed = transfers.filter((transfer) => transfer.failure !== null);
  for (const transfer of failed) {
    complain(failureLine(transfer.request, transfer.failure!, warnings.get(transfer) ?? []));
  }
  return failed.length > 0 ? 2 : 0;
}

function textCheck(text: string): BodyCheck {
  return new BodyCheck(new TextEncoder().encode(text));
}

function surroundings({ readBudgetMs, patienceMs }: DemoOptions, { clock }: DemoSurroundings): TransferSurroundings {
  return { now: () => clock.now(), readBudgetMs, patienceMs };
}
