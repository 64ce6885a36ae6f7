import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { barLine, type BarWords } from '#src/cli/progress/bar-line.js';

const words: BarWords = {
  name: 'a.zip',
  fraction: 0.5,
  amount: '1.00 MB of 2.00 MB',
  pace: '1.00 MB/s, 1 s left',
};

const draw = (fraction: number, columns: number): string => '='.repeat(fraction * columns).padEnd(columns, '-');

const line = (columns: number, part: Partial<BarWords> = {}, longest = 5): string =>
  barLine({ ...words, ...part }, columns, longest, draw);

describe('a line of progress', () => {
  it('leaves out what does not fit, the bar first, then the amounts', () => {
    assert.equal(line(80), 'a.zip        [========--------]  50% 1.00 MB of 2.00 MB  1.00 MB/s, 1 s left');
    assert.equal(line(66), 'a.zip         50% 1.00 MB of 2.00 MB  1.00 MB/s, 1 s left');
    assert.equal(line(40), 'a.zip         50%  1.00 MB/s, 1 s left');
  });

  it('is never wider than a terminal of 40 columns or more, with the longest words there are', () => {
    const longest = { name: 'n'.repeat(100), fraction: 1, amount: '1.00 GB of 1.07 GB', pace: '99.9 MB/s, 59:59 left' };
    for (let columns = 40; columns <= 200; columns++) {
      assert.ok(line(columns, longest, 100).length <= columns, `${columns}: ${line(columns, longest, 100)}`);
    }
  });

  it('keeps both ends of a long name', () => {
    assert.match(
      line(100, { name: 'level-one-of-the-game-with-all-its-maps.zip' }, 43),
      /^level-one-of…its-maps\.zip \[/,
    );
  });

  it('begins the bars below each other, wherever the longest name ends', () => {
    const [short, long] = [line(100, {}, 20), line(100, { name: 'twenty-characters.zi' }, 20)];
    assert.equal(short.indexOf('['), long.indexOf('['));
  });

  it('shows an empty bar while the size is not known', () => {
    assert.match(line(80, { fraction: null }), /^a\.zip +\[ {16}\] {3}\?% 1\.00 MB/);
  });
});
