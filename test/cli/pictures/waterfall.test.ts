import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { phaseSpans } from '#src/cli/pictures/phases.js';
import { axisTicks, timeText } from '#src/cli/pictures/time-axis.js';
import { waterfallPage } from '#src/cli/pictures/waterfall-page.js';
import { waterfallSvg } from '#src/cli/pictures/waterfall.js';
import { exchangeWith, failed, plan } from '../exchange/fake-exchange.js';

/** The bars of an image as [x, width], by their colour. */
function bars(svg: string): { x: number; width: number; fill: string }[] {
  const inRows = svg.slice(svg.indexOf('<g>'));
  return [...inRows.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="14" fill="(#\w+)"/g)].map(
    ([, x, width, fill]) => ({ x: Number(x), width: Number(width), fill: fill! }),
  );
}

describe('the phases of an exchange', () => {
  it('follow each other from when it was sent', () => {
    const exchange = exchangeWith({ sentAfterMs: 100 });
    assert.deepEqual(phaseSpans(exchange), [
      { kind: 'queue', from: 100, duration: 1 },
      { kind: 'resolve', from: 101, duration: 2 },
      { kind: 'connect', from: 103, duration: 3 },
      { kind: 'wait', from: 106, duration: 4 },
      { kind: 'body', from: 110, duration: 5 },
    ]);
  });

  it('show what redirects took, which only the total tells', () => {
    const timings = { ...exchangeWith({}).timings, total: 35, redirects: 1 };
    const spans = phaseSpans(exchangeWith({ timings }));
    assert.deepEqual(spans[1], { kind: 'redirects', from: 1, duration: 20 });
  });
});

describe('a waterfall', () => {
  it('has a row for each request, drawn to one scale', () => {
    const svg = waterfallSvg([exchangeWith({}), exchangeWith({ sentAfterMs: 15 })]);
    const rows = bars(svg);
    assert.equal(rows.length, 10);
    const unit = rows[0]!.width;
    assert.deepEqual(
      rows.slice(0, 5).map(({ width }) => Math.round(width / unit)),
      [1, 2, 3, 4, 5],
    );
    assert.ok(Math.abs(rows[4]!.x + rows[4]!.width - rows[5]!.x) < 0.1, 'the second begins where the first one ends');
    assert.equal(new Set(rows.map(({ fill }) => fill)).size, 5);
  });

  it('cannot be broken by what is shown in it', () => {
    const url = 'http://host/<script>&"\u0007';
    const svg = waterfallSvg([
      exchangeWith({ plan: { ...plan, url, method: '<M>' } }),
      failed('BAD_RESPONSE', 'body', {
        failure: { code: 'BAD_RESPONSE', phase: 'body', message: '</title><script>alert(1)</script>\u0000' },
      }),
    ]);
    assert.doesNotMatch(svg, /<script|<M>|[\u0000-\u0008]/);
    assert.equal(svg.match(/<title>/g)?.length, svg.match(/<\/title>/g)?.length);
  });

  it('can be drawn of nothing, of one moment, and of a thousand', () => {
    const instant = exchangeWith({
      timings: {
        queue: null,
        resolve: null,
        connect: null,
        tls: null,
        send: null,
        firstByte: null,
        body: null,
        total: 0,
        redirects: 0,
      },
    });
    for (const exchanges of [[], [instant], Array.from({ length: 1000 }, () => exchangeWith({}))]) {
      assert.doesNotMatch(waterfallSvg(exchanges), /NaN|Infinity|undefined/);
    }
  });

  it('as a page has the numbers in a table', () => {
    const page = waterfallPage([exchangeWith({}), failed('TIMED_OUT', 'connect')]);
    assert.match(page, /^<!doctype html>[^]*<svg [^]*<\/svg>[^]*<table>[^]*<\/html>\n$/);
    assert.match(page, /<td>GET<\/td><td>http:\/\/host\/path<\/td><td>200<\/td><td>5 B<\/td>/);
    assert.match(page, /failed: TIMED_OUT/);
  });

  it('names no credentials', () => {
    const url = 'http://ada:hush@host/';
    assert.doesNotMatch(waterfallPage([exchangeWith({ plan: { ...plan, url } })]), /hush/);
  });
});

describe('the time axis', () => {
  for (const [span, ticks] of [
    [10, [0, 2, 4, 6, 8, 10]],
    [7, [0, 1, 2, 3, 4, 5, 6, 7]],
    [1234, [0, 200, 400, 600, 800, 1000, 1200]],
    [0.004, [0, 0.0005, 0.001, 0.0015, 0.002, 0.0025, 0.003, 0.0035, 0.004]],
  ] as const) {
    it(`has round numbers over ${span} ms`, () => {
      assert.deepEqual(
        axisTicks(span).map((tick) => Number(tick.toPrecision(6))),
        ticks,
      );
    });
  }

  it('writes times in the unit that suits', () => {
    assert.deepEqual([0, 0.0123, 3.14159, 18.4, 999, 2310, 60_000].map(timeText), [
      '0 ms',
      '0.01 ms',
      '3.1 ms',
      '18 ms',
      '999 ms',
      '2.31 s',
      '60 s',
    ]);
  });
});
