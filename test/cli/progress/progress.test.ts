import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { ProgressBars } from '#src/cli/progress/bars.js';
import { ProgressLines } from '#src/cli/progress/lines.js';
import { Meter } from '#src/cli/progress/meter.js';
import type { Progress } from '#src/cli/progress/progress.js';
import { plainStyle } from '#src/cli/terminal.js';
import { drained } from '../../support/drained.js';

/** Plays a download of ten seconds, one of an unknown size that fails, and one that is there. */
function play(progress: Progress, pass: (ms: number) => void): void {
  const big = progress.begin('big.zip');
  const odd = progress.begin('odd');
  big.size(1_000_000, 11_000_000);
  odd.size(0, null);
  for (let second = 0; second < 10; second++) {
    pass(1000);
    big.took(1_000_000);
    odd.took(1000);
  }
  odd.waiting('again in 2 s');
  odd.end('failed');
  progress.line('tickwire: a complaint.');
  big.end('done');
  progress.begin('old').end('there already');
  progress.end();
}

describe('progress in lines', () => {
  it('tells now and then what goes on, and once what ended', () => {
    let time = 0;
    let text = '';
    play(
      new ProgressLines(
        (part) => (text += part),
        3,
        () => time,
      ),
      (ms) => (time += ms),
    );
    assert.deepEqual(text.split('\n'), [
      'big.zip: 6.00 MB of 11.0 MB, 1.00 MB/s, 5 s left',
      'odd: 5.00 kB, 1.00 kB/s',
      'big.zip: 11.0 MB of 11.0 MB, 1.00 MB/s, 0 s left',
      'odd: 10.0 kB, 1.00 kB/s',
      'odd: again in 2 s',
      'odd: failed after 10.0 kB',
      'tickwire: a complaint.',
      'big.zip: 11.0 MB in 10 s (1.00 MB/s)',
      'old: there already',
      '3 files: 1 failed, 1 done, 1 there already; 10.0 MB in 10 s (1.00 MB/s)',
      '',
    ]);
  });
});

describe('progress in bars', () => {
  const shown = (columns: number): string => {
    let time = 0;
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns });
    const plan = { files: 3, parallel: 2, rows: 24, style: plainStyle };
    const progress = new ProgressBars(stream, plan, () => time);
    play(progress, (ms) => (time += ms));
    return drained(stream).toString();
  };

  it('gives the terminal back as it was, with a line for each download', () => {
    const text = shown(100);
    for (const mode of ['?25', '?7']) {
      assert.ok(text.lastIndexOf(`\u001b[${mode}h`) > text.lastIndexOf(`\u001b[${mode}l`), mode);
    }
    assert.match(text, /big\.zip: 11\.0 MB in 10 s \(1\.00 MB\/s\)/);
    assert.match(text, /tickwire: a complaint\./);
    assert.match(text, /3 files: 1 failed, 1 done, 1 there already; 10\.0 MB in 10 s/);
  });
});

describe('a meter', () => {
  it('does not guess before there is something to go by', () => {
    const meter = new Meter(0);
    meter.take(1000, 10);
    assert.equal(meter.rate(10), null);
    assert.equal(meter.secondsFor(1000, 10), null);
  });

  it('gives the rate of the last seconds, not of the beginning', () => {
    const meter = new Meter(0);
    for (let at = 250; at <= 20_000; at += 250) meter.take(at <= 10_000 ? 1000 : 100, at);
    assert.equal(Math.round(meter.rate(20_000)!), 400);
    assert.equal(Math.round(meter.secondsFor(4000, 20_000)!), 10);
  });

  it('falls to nothing while nothing comes', () => {
    const meter = new Meter(0);
    meter.take(1000, 500);
    assert.equal(meter.rate(60_000), 0);
    assert.equal(meter.secondsFor(1, 60_000), null);
  });
});
