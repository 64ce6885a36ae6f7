import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytesText, megabytesPerSecond, secondsText } from '#src/cli/quantity.js';
import { frameTable, transferTable } from '#src/cli/demo/report.js';
import type { TextStyle } from '#src/cli/terminal.js';

const plain: TextStyle = { strong: (text) => text, good: (text) => text, bad: (text) => text, faint: (text) => text };
const marked: TextStyle = {
  strong: (text) => `*${text}*`,
  good: (text) => `+${text}+`,
  bad: (text) => `!${text}!`,
  faint: (text) => text,
};

const hello = { method: 'GET', url: 'http://a/hello', code: 200, bytes: 44, elapsedMs: 33.4, frames: 3 };
const big = { method: 'GET', url: 'http://a/big', code: 200, bytes: 200_000_000, elapsedMs: 500, frames: 30 };
const lost = { method: 'POST', url: 'http://a/lost', code: null, bytes: 0, elapsedMs: 1000, frames: 60 };

it('writes bytes with three figures and a decimal unit', () => {
  const texts = [0, 1, 999, 1000, 1049, 20_000_000, 200_000_000, 999_999, 1_234_567_890].map(bytesText);
  assert.deepEqual(texts, ['0 B', '1 B', '999 B', '1.00 kB', '1.05 kB', '20.0 MB', '200 MB', '1.00 MB', '1.23 GB']);
});

it('writes rates and times', () => {
  assert.equal(megabytesPerSecond(200_000_000, 500), '400');
  assert.equal(megabytesPerSecond(1_500_000, 1000), '1.50');
  assert.equal(secondsText(33.4), '0.033');
});

it('lines up the transfers under their titles', () => {
  assert.deepEqual(transferTable([hello, big, lost], plain), [
    'method  URL             status    body  seconds  frames  MB/s',
    'GET     http://a/hello     200    44 B    0.033       3     -',
    'GET     http://a/big       200  200 MB    0.500      30   400',
    'POST    http://a/lost   failed     0 B    1.000      60     -',
  ]);
});

it('has a column for the cache where there is one', () => {
  assert.deepEqual(transferTable([{ ...hello, cache: 'hit' }, lost], plain), [
    'method  URL             status  cache  body  seconds  frames  MB/s',
    'GET     http://a/hello     200    hit  44 B    0.033       3     -',
    'POST    http://a/lost   failed          0 B    1.000      60     -',
  ]);
});

it('marks which statuses are good and which are not, without moving the columns', () => {
  const missing = { ...hello, code: 404 };
  const lines = transferTable([hello, missing, lost], marked);
  assert.match(lines[1]!, /\+ {3}200\+/);
  assert.match(lines[2]!, /! {3}404!/);
  assert.match(lines[3]!, /!failed!/);
});

it('shows what the frames cost', () => {
  const times = { lateness: [0, 0.1, 0.2], polling: [1, 2, 6], skipped: 0 };
  assert.deepEqual(frameTable(times, plain, 'poll and read, per frame'), [
    'milliseconds                 mean    p50    p99    max',
    'frame lateness               0.10   0.10   0.20   0.20',
    'poll and read, per frame     3.00   2.00   6.00   6.00',
  ]);
});
