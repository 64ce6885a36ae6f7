/** The figures beside the strip. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameLog } from '../../playground/page/frames/frame-log.js';
import { figuresText } from '../../playground/page/frames/figures.js';

function logOf(capacity: number, ...intervals: readonly number[]): FrameLog {
  const log = new FrameLog(capacity);
  for (const interval of intervals) log.add({ interval, library: interval / 10 });
  return log;
}

describe('the log of frames', () => {
  it('has nothing to say before the first frame', () => {
    assert.equal(new FrameLog(10).summary(), null);
  });

  it('tells rate, worst and late frames', () => {
    assert.deepEqual(logOf(10, 20, 20, 30, 10).summary(), {
      perSecond: 50,
      worst: 30,
      late: 1,
      library: 2,
      worstLibrary: 3,
    });
  });

  it('does not call a frame late for a little jitter', () => {
    assert.equal(logOf(10, 16.6, 17.5, 24.9).summary()?.late, 0);
  });

  it('forgets old frames', () => {
    assert.equal(logOf(3, 100, 10, 10, 10).summary()?.worst, 10);
  });

  it('is told in one line', () => {
    const summary = logOf(10, 20, 20, 30, 10).summary();
    assert.ok(summary !== null);
    assert.equal(figuresText(summary), '50 frames/s · longest 30 ms · 1 late · library 2 ms a frame, at most 3 ms');
  });
});
