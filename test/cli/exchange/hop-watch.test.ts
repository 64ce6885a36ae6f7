import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HopWatch } from '#src/cli/exchange/hop-watch.js';
import type { HTTPRequestHop } from '#src/steam/index.js';
import { hopWith } from './fake-exchange.js';

const sent = hopWith({ url: 'http://a/', status: 0, responseHead: '', timings: null });
const answered = hopWith({ url: 'http://a/' });
const next = hopWith({ url: 'http://b/' });

/** What is told at each look. */
function looks(...seen: readonly (readonly HTTPRequestHop[])[]): string[][] {
  const watch = new HopWatch();
  return seen.map((hops) => {
    const told: string[] = [];
    watch.look(hops, ({ url }, news) => told.push(`${url} ${news}`));
    return told;
  });
}

describe('a watch on hops', () => {
  it('tells each thing once, in order', () => {
    assert.deepEqual(looks([], [sent], [sent], [answered], [answered, next], [answered, next]), [
      [],
      ['http://a/ connected', 'http://a/ sent'],
      [],
      ['http://a/ answered'],
      ['http://b/ connected', 'http://b/ sent', 'http://b/ answered'],
      [],
    ]);
  });

  it('tells what it missed of a hop before the next one', () => {
    assert.deepEqual(looks([sent], [answered, next])[1], [
      'http://a/ answered',
      'http://b/ connected',
      'http://b/ sent',
      'http://b/ answered',
    ]);
  });

  it('does not tell what did not happen', () => {
    assert.deepEqual(looks([hopWith({ connection: null, requestHead: '', cached: true })]), [
      ['http://host/path answered'],
    ]);
  });
});
