import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FrameClock } from '#src/cli/demo/frame-clock.js';
import { machineClock } from '#src/cli/demo/frame-clock.js';
import { runFrames } from '#src/cli/demo/frame-loop.js';

/** 100 frames a second, so that the moments are whole: 0, 10, 20 … */
const RATE = { framesPerSecond: 100, gameWorkMs: 4 };

/** A clock that only moves when it is asked: each look takes a thousandth, each rest comes back `oversleepMs` late. */
class TestClock implements FrameClock {
  time = 0;
  readonly rests: number[] = [];

  constructor(readonly oversleepMs = 0) {}

  now(): number {
    this.time += 0.001;
    return this.time;
  }

  rest(ms: number): Promise<void> {
    this.rests.push(ms);
    this.time += ms === 0 ? 0 : ms + this.oversleepMs;
    return Promise.resolve();
  }

  hold(moment: number): void {
    this.time = Math.max(this.time, moment);
  }
}

/** Runs as many frames as there are numbers: the milliseconds that each one's polling takes. */
function framesWith(clock: TestClock, pollingMs: readonly number[]): ReturnType<typeof runFrames> {
  let frame = 0;
  return runFrames(
    {
      poll: () => {
        clock.time += pollingMs[frame]!;
      },
      finish: () => ++frame < pollingMs.length,
    },
    RATE,
    clock,
  );
}

const rounded = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 10) / 10);

it('begins every frame on time when the work fits, though timers come back late', async () => {
  const times = await framesWith(new TestClock(1.5), [1, 1, 1, 1]);
  assert.deepEqual(rounded(times.lateness), [0, 0, 0, 0]);
  assert.equal(times.skipped, 0);
});

it('measures the polling, without the game work', async () => {
  const times = await framesWith(new TestClock(), [1, 0, 3]);
  assert.deepEqual(rounded(times.polling), [1, 0, 3]);
});

it('returns to the event loop in every frame, even when there is no time left', async () => {
  const clock = new TestClock();
  await framesWith(clock, [1, 5.5, 20, 1]);
  assert.deepEqual(clock.rests, [2, 0, 3]);
});

it('skips the frames that a slow one swallowed, and is on the schedule again', async () => {
  const clock = new TestClock();
  const times = await framesWith(clock, [25, 1, 1]);
  assert.equal(times.skipped, 2);
  assert.deepEqual(rounded(times.lateness), [0, 0, 0]);
  assert.equal(Math.floor(clock.time), 45);
});

it('reports a frame that begins late', async () => {
  const clock = new TestClock(4);
  const times = await framesWith(clock, [1, 1]);
  assert.deepEqual(rounded(times.lateness), [0, 1]);
});

it('holds the thread until the moment on the real clock', () => {
  const moment = machineClock.now() + 3;
  machineClock.hold(moment);
  assert.ok(machineClock.now() >= moment);
  machineClock.hold(moment);
});

it('rests on the real clock without keeping the event loop from its work', async () => {
  const seen: string[] = [];
  setImmediate(() => seen.push('event'));
  await machineClock.rest(1);
  await machineClock.rest(0);
  assert.deepEqual(seen, ['event']);
});
