/**
 * A game's main loop: a frame every 1/60 s on a fixed schedule, in each some simulated game work and then the polling.
 *
 * The loop keeps the schedule and takes the times; what a frame polls is passed in, and so is the clock. Frames that a
 * slow one swallowed are skipped and counted, as a display would; nothing is caught up in a burst.
 */
import type { FrameClock } from './frame-clock.js';

/** What happens in a frame besides the game work. */
export interface FrameWork {
  /** The part whose time is measured: polling and reading. */
  poll(): void;
  /** The rest of the frame, outside the measurement. Returns whether there is to be another frame. */
  finish(): boolean;
}

/** How the loop runs. */
export interface FrameRate {
  readonly framesPerSecond: number;
  /** Milliseconds of simulated game work in each frame. */
  readonly gameWorkMs: number;
}

/** What the loop measured, in milliseconds: one entry for each frame, in order. */
export interface FrameTimes {
  /** How long after its scheduled moment the frame began. */
  readonly lateness: readonly number[];
  /** How long {@link FrameWork.poll} took. */
  readonly polling: readonly number[];
  /** How many scheduled moments passed without a frame, because an earlier one was still busy. */
  readonly skipped: number;
}

/** setTimeout may fire more than a millisecond late, so the thread is only given up until this long before the frame. */
const HOLD_MS = 2;

/** Runs frames until {@link FrameWork.finish} says that there is none to follow. */
export async function runFrames(work: FrameWork, rate: FrameRate, clock: FrameClock): Promise<FrameTimes> {
  const period = 1000 / rate.framesPerSecond;
  const lateness: number[] = [];
  const polling: number[] = [];
  let skipped = 0;
  let due = clock.now();
  for (;;) {
    const begun = clock.now();
    lateness.push(begun - due);
    playGame(begun + rate.gameWorkMs, clock);
    const polled = clock.now();
    work.poll();
    polling.push(clock.now() - polled);
    if (!work.finish()) return { lateness, polling, skipped };
    const missed = Math.max(0, Math.floor((clock.now() - due) / period));
    skipped += missed;
    due += (missed + 1) * period;
    await frameAt(due, clock);
  }
}

/** Computes rather than waits: a game's frame really occupies its core. */
function playGame(until: number, clock: FrameClock): void {
  while (clock.now() < until);
}

async function frameAt(due: number, clock: FrameClock): Promise<void> {
  await clock.rest(Math.max(0, Math.floor(due - clock.now() - HOLD_MS)));
  await clock.hold(due);
}
