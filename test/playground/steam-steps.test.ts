/** The way of a Steam request, told from its signals and timings. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HTTPRequestTimings } from 'tickwire';
import { steamSteps, type SteamMoments } from '../../playground/page/runs/steam-steps.js';

const none: SteamMoments = { sent: 100, headers: null, firstData: null, pieces: 0, completed: null };
const timings: HTTPRequestTimings = {
  queue: 10,
  resolve: null,
  connect: 5,
  tls: null,
  send: 1,
  firstByte: 24,
  body: 50,
  total: 90,
  redirects: 0,
};

function told(moments: Partial<SteamMoments>, times: HTTPRequestTimings | null, outcome = 'completed'): unknown[] {
  return steamSteps({ ...none, ...moments }, times, outcome).map(({ kind, name, from, to }) => [kind, name, from, to]);
}

describe('the steps of a Steam request', () => {
  it('begin with the queue and the way to the server, which nobody can tell apart yet', () => {
    assert.deepEqual(told({}, null), [['queue', 'queued, sent', 100, null]]);
  });

  it('go on with each signal', () => {
    assert.deepEqual(told({ headers: 140 }, null), [
      ['queue', 'queued, sent', 100, 140],
      ['body', 'headers', 140, null],
    ]);
    assert.deepEqual(told({ headers: 140, firstData: 150, pieces: 3 }, null).slice(1), [
      ['body', 'headers', 140, 150],
      ['body', 'data × 3', 150, null],
    ]);
  });

  it('are told apart by the timings once it is complete', () => {
    assert.deepEqual(told({ headers: 141, firstData: 141, pieces: 2, completed: 200 }, timings), [
      ['queue', 'queued', 100, 110],
      ['connect', 'connecting', 110, 115],
      ['wait', 'sent', 115, 141],
      ['body', 'headers', 141, 141],
      ['body', 'data × 2', 141, 200],
      ['end', 'completed', 200, 200],
    ]);
  });

  it('come from the timings alone when the response was not streamed', () => {
    assert.deepEqual(told({ completed: 200 }, timings), [
      ['queue', 'queued', 100, 110],
      ['connect', 'connecting', 110, 115],
      ['wait', 'sent', 115, 140],
      ['body', 'data', 140, 200],
      ['end', 'completed', 200, 200],
    ]);
  });

  it('do not tell redirects apart', () => {
    assert.deepEqual(told({ completed: 200 }, { ...timings, redirects: 3 })[0], [
      'wait',
      'sent, 3 redirects',
      100,
      140,
    ]);
  });

  it('end where the request ended, without a head or cancelled', () => {
    const noHead = { ...timings, firstByte: null, body: null, connect: null };
    assert.deepEqual(told({ completed: 190 }, noHead), [
      ['queue', 'queued', 100, 110],
      ['wait', 'sent', 110, 190],
      ['end', 'completed', 190, 190],
    ]);
    assert.deepEqual(told({ headers: 120, completed: 130 }, null, 'cancelled'), [
      ['queue', 'queued, sent', 100, 120],
      ['body', 'headers', 120, 130],
      ['end', 'cancelled', 130, 130],
    ]);
  });
});
