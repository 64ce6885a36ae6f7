// The table of RFC 9111's rules names tests that exist, and leaves out no section.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

/** The sections with rules for a cache that is not shared. */
const SECTIONS = [
  ...['3', '3.1', '3.2', '3.3', '3.4', '3.5'],
  ...['4', '4.1', '4.2', '4.2.1', '4.2.2', '4.2.3', '4.2.4', '4.3', '4.3.1', '4.3.2', '4.3.3', '4.3.4', '4.3.5', '4.4'],
  ...['5.1', '5.2', '5.2.1', ...Array.from({ length: 7 }, (_, n) => `5.2.1.${n + 1}`)],
  ...['5.2.2', ...Array.from({ length: 10 }, (_, n) => `5.2.2.${n + 1}`), '5.2.3', '5.3', '5.4', '5.5'],
];

const rows = readFileSync('test/io/cache/rfc9111.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [\d.]+ /.test(line))
  .map((line) => line.slice(1, -1).split(' | '))
  .map(([section = '', , test = '']) => ({ section: section.trim(), test: test.trim() }));

/** The titles of tests in a folder. */
function titlesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/\bit\(\s*(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g),
    ])
    .map(([, , title]) => title!);
}

describe('the table of the rules of RFC 9111', () => {
  it('names tests that exist', () => {
    const titles = new Set([...titlesIn('test/io/cache'), ...titlesIn('test/steam')]);
    assert.deepEqual(
      rows.filter(({ test }) => !titles.has(test)),
      [],
    );
  });

  it('leaves out no section', () => {
    assert.deepEqual([...new Set(rows.map(({ section }) => section))], SECTIONS);
  });
});
