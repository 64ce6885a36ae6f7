import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RateLimit } from '#src/cli/exchange/rate-limit.js';

/** A limit on a clock that goes on by exactly what is rested. */
function limited(rate: number): { limit: RateLimit; now: () => number; pass: (ms: number) => void } {
  let time = 0;
  const clock = {
    now: () => time,
    rest: (ms: number) => {
      time += ms;
      return Promise.resolve();
    },
  };
  return { limit: new RateLimit(rate, clock), now: () => time, pass: (ms) => (time += ms) };
}

it('hands bytes on at its rate, in order and whole', async () => {
  const { limit, now } = limited(10_000);
  const body = Buffer.from(Array.from({ length: 20_000 }, (_none, index) => index % 251));
  const pieces: Uint8Array[] = [];
  limit.take(body, (piece) => pieces.push(Uint8Array.from(piece)));
  await limit.emptied();
  assert.deepEqual(Buffer.concat(pieces), body);
  assert.ok(Math.max(...pieces.map((piece) => piece.length)) <= 500, 'pieces are small');
  assert.ok(Math.abs(now() - 2000) <= 100, `20 kB at 10 kB/s took ${now()} ms`);
});

it('is open until something comes, and again when that is paid for', async () => {
  const { limit } = limited(1000);
  assert.equal(limit.closedUntil(), null);
  limit.take(new Uint8Array(100), () => undefined);
  let rests = 0;
  for (let until = limit.closedUntil(); until !== null; until = limit.closedUntil()) {
    await until;
    rests++;
  }
  assert.ok(rests >= 2, 'it was closed meanwhile');
});

it('does not make up for a stall by a burst', async () => {
  const { limit, now, pass } = limited(1000);
  pass(60_000);
  const begun = now();
  limit.take(new Uint8Array(2000), () => undefined);
  await limit.emptied();
  assert.ok(now() - begun >= 1700, `2 kB at 1 kB/s took ${now() - begun} ms`);
});
