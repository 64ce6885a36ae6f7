/**
 * Plays 476 recorded cases to HTTPClient and compares each with what Godot's did.
 *
 * A case may differ only as test/data/oracle/differences.json says, and only if docs/compatibility.md names it with a
 * reason; a case named there that no longer differs fails too. After a change that is meant, look at
 * `node build/test/oracle/show.js NAME`, write with `--write`, and bring the page up to date.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { set_logger } from '#src/godot/index.js';
import { playAll, type Result } from './company.js';
import { correctedCases } from './godot4.js';
import { PAGE, readCasesOnPage, readKnownLines } from './known-differences.js';
import { readRecording } from './recording.js';

describe('HTTPClient beside the recording of Godot', () => {
  const cases = readRecording();
  const known = readKnownLines();
  const results: Result[] = [];

  before(async () => {
    set_logger(null);
    results.push(...(await playAll(cases, (name) => known[name] ?? [])));
  });

  for (const group of new Set(cases.map((recorded) => recorded.group))) {
    it(`does in the cases about ${group} what Godot does, or what is known`, (test) => {
      const played = results.filter(({ recorded }) => recorded.group === group);
      for (const { recorded, skipped } of played) {
        if (skipped !== null) test.diagnostic(`${recorded.name} is skipped: ${skipped}`);
      }
      const surprising = played.flatMap(({ recorded, skipped, found }) => {
        const expected = known[recorded.name] ?? [];
        if (skipped !== null || found.join('\n') === expected.join('\n')) return [];
        const more = found.filter((line) => !expected.includes(line)).map((line) => `  new: ${line}`);
        const less = expected.filter((line) => !found.includes(line)).map((line) => `  gone: ${line}`);
        return [recorded.name, ...more, ...less];
      });
      assert.equal(surprising.join('\n'), '', 'step, what: Godot | tickwire');
    });
  }

  it(`names every case that differs, and no other, on ${PAGE}`, () => {
    const named = readCasesOnPage();
    const differs = (result: Result): boolean => result.skipped === null && result.found.length > 0;
    const names = (wanted: (result: Result) => boolean): string[] =>
      results.filter(wanted).map(({ recorded }) => recorded.name);
    assert.deepEqual(
      names((result) => differs(result) && !named.has(result.recorded.name)),
      [],
      'not on the page',
    );
    const same = names((result) => result.skipped === null && !differs(result) && named.has(result.recorded.name));
    assert.deepEqual(same, [], 'on the page, and does not differ');
  });

  it('knows of no case that was not recorded', () => {
    const recorded = new Set(cases.map(({ name }) => name));
    const others = [...readCasesOnPage(), ...Object.keys(known), ...correctedCases].filter(
      (name) => !recorded.has(name),
    );
    assert.deepEqual(others, []);
  });
});
