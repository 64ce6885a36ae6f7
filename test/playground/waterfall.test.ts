/** Where the bars of the waterfall are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../playground/page/runs/run.js';
import { timeByKind, waterfallAxis, waterfallBars, type DrawnRun } from '../../playground/page/waterfall/geometry.js';

const step = (kind: Step['kind'], from: number, to: number | null, name: string = kind): Step => ({
  kind,
  name,
  from,
  to,
});
const run = (began: number, ended: number | null, steps: readonly Step[] = []): DrawnRun => ({ began, ended, steps });
const near = (actual: number | undefined, expected: number): void => {
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual} is not ${expected}`);
};

describe('the time axis', () => {
  it('goes from the first beginning to the last end', () => {
    const axis = waterfallAxis([run(1000, 1200), run(1100, 2000)], 9999);
    assert.deepEqual([axis.position(1000), axis.position(1500), axis.position(2000)], [0, 0.5, 1]);
    assert.deepEqual(axis.cuts, []);
  });

  it('goes on with the clock while a request runs', () => {
    const axis = waterfallAxis([run(1000, null)], 1400);
    assert.deepEqual([axis.position(1200), axis.position(1400)], [0.5, 1]);
  });

  it('keeps short pauses and leaves long ones out', () => {
    const short = waterfallAxis([run(0, 100), run(300, 400)], 400);
    assert.deepEqual([short.cuts, short.position(200)], [[], 0.5]);

    const long = waterfallAxis([run(0, 100), run(60_000, 60_100)], 60_100);
    assert.equal(long.cuts.length, 1);
    near(long.cuts[0], 0.5);
    assert.ok(long.position(100) > 0.48 && long.position(60_000) < 0.52);
    assert.ok(long.position(100) < long.cuts[0]! && long.cuts[0]! < long.position(60_000));
    assert.equal(long.position(60_100), 1);
  });

  it('does not care in which order requests ended', () => {
    const axis = waterfallAxis([run(0, 1000), run(10, 20), run(1100, 2000)], 2000);
    assert.deepEqual(axis.cuts, []);
    near(axis.position(1000), 0.5);
  });

  it('has round marks', () => {
    const { ticks } = waterfallAxis([run(500, 3000)], 3000);
    assert.deepEqual(
      ticks.map(({ ms }) => ms),
      [0, 500, 1000, 1500, 2000, 2500],
    );
    near(ticks[1]?.left, 0.2);
  });

  it('stands for something with no request, and with one that took no time', () => {
    assert.equal(waterfallAxis([], 100).position(50), 0);
    assert.equal(waterfallAxis([run(5, 5)], 5).position(5), 0);
  });
});

describe('the bar of a request', () => {
  const finished = run(0, 100, [
    step('connect', 0, 10, 'RESOLVING'),
    step('connect', 10, 20, 'CONNECTING'),
    step('wait', 20, 60),
    step('body', 60, 100),
    step('end', 100, 100),
  ]);

  it('has its steps, those of a kind in one', () => {
    const bars = waterfallBars(finished, waterfallAxis([finished], 100), 100);
    assert.deepEqual(
      bars.map(({ kind, left, width }) => [kind, left, Number(width.toFixed(6))]),
      [
        ['connect', 0, 0.2],
        ['wait', 0.2, 0.4],
        ['body', 0.6, 0.4],
      ],
    );
  });

  it('goes to the present while a step lasts, and no further than the end', () => {
    const running = run(0, null, [step('wait', 0, null)]);
    near(waterfallBars(running, waterfallAxis([finished, running], 50), 50)[0]?.width, 0.5);
    const ended = run(0, 40, [step('wait', 0, null)]);
    near(waterfallBars(ended, waterfallAxis([finished], 100), 100)[0]?.width, 0.4);
  });

  it('is the same in numbers', () => {
    assert.deepEqual(
      [...timeByKind(finished, 100)],
      [
        ['connect', 20],
        ['wait', 40],
        ['body', 40],
      ],
    );
  });
});
