/** The known differences of runtimes: what they excuse, and when they are a fault themselves. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { differencesOf, judge, readDifferences, type Difference } from '../../scripts/runtimes/differences.js';
import { filesOf } from '../../scripts/runtimes/parts.js';
import type { Outcome } from '../../scripts/runtimes/report.js';
import { runtimes } from '../../scripts/runtimes/runtimes.js';

const difference = (...tests: string[]): Difference => ({ what: 'It differs.', tests });
const passed = (name: string): Outcome => ({ name, result: 'passed' });
const failed = (name: string): Outcome => ({ name, result: 'failed' });
const skipped = (name: string): Outcome => ({ name, result: 'skipped' });

describe('the outcomes of a file', () => {
  it('are right when all passed, were skipped, or failed as is known', () => {
    const outcomes = [passed('a'), failed('s (x) > b'), failed('s (y) > b'), failed('c.d'), skipped('e')];
    const known = [difference('room/file: s (*) > b', 'room/file: c.d'), difference('room/other: a')];
    assert.deepEqual(judge('room/file', outcomes, known), { expected: 3, faults: [] });
  });

  it('are wrong when a test failed that is not known to', () => {
    const known = [difference('room/file: c.d', 'room/file-two: b', 'room/file: a')];
    const { expected, faults } = judge('room/file', [failed('a'), failed('b'), failed('c.d'), failed('cxd')], known);
    assert.equal(expected, 2);
    assert.deepEqual(faults, ['failed: room/file: b', 'failed: room/file: cxd']);
  });

  it('are wrong when a test passed that is known to fail, unless it fails only sometimes', () => {
    const known = difference('room/file: s (*) > b');
    const outcomes = [passed('s (x) > b'), failed('s (y) > b')];
    assert.deepEqual(judge('room/file', outcomes, [known]), {
      expected: 1,
      faults: ['is on the list of differences, and passes: room/file: s (x) > b'],
    });
    assert.deepEqual(judge('room/file', outcomes, [{ ...known, sometimes: true }]), { expected: 1, faults: [] });
  });

  it('are wrong when a test that is known to fail does not exist', () => {
    for (const sometimes of [{}, { sometimes: true } as const]) {
      const known = { ...difference('room/file: b*'), ...sometimes };
      assert.deepEqual(judge('room/file', [passed('a'), passed('ab')], [known]), {
        expected: 0,
        faults: ['is on the list of differences, and does not exist: room/file: b*'],
      });
    }
  });
});

describe('the list of differences', () => {
  const all = readDifferences();

  it('is by runtime, or by runtime and major version', () => {
    const [one, two, three] = [difference('a: 1'), difference('a: 2'), difference('a: 3')];
    const list = { node: [one], 'node@20': [two], 'node@2': [three], bun: [three] };
    assert.deepEqual(differencesOf(list, { name: 'node', version: '20.18.0' }), [one, two]);
    assert.deepEqual(differencesOf(list, { name: 'node', version: '22.0.0' }), [one]);
    assert.deepEqual(differencesOf(list, { name: 'deno', version: '2.0.0' }), []);
  });

  it('speaks of runtimes that are run', () => {
    const labels = runtimes.flatMap(({ name, version }) => [name, `${name}@${version.split('.')[0]!}`]);
    for (const label of Object.keys(all)) assert.ok(labels.includes(label), label);
  });

  it('names files that are run, so that each entry is judged', () => {
    const files = filesOf('all', []).map((path) => path.replaceAll('\\', '/'));
    for (const { what, tests } of Object.values(all).flat()) {
      assert.match(what, /^[A-Z].*\.$/);
      assert.ok(tests.length > 0, what);
      for (const test of tests) {
        assert.ok(files.includes(`build/test/${test.split(': ')[0]!}.test.js`), `${test} is in no file that is run`);
      }
    }
  });

  it('is told to users, each difference under the name of its runtime', () => {
    const sections = readFileSync('docs/runtimes.md', 'utf8').replaceAll(/\s+/g, ' ').split(' ## ');
    for (const [label, differences] of Object.entries(all)) {
      const section = sections.find((text) => text.toLowerCase().startsWith(`${label.split('@')[0]!} `)) ?? '';
      for (const { what } of differences) assert.ok(section.includes(`- ${what}`), `${label}: ${what}`);
    }
  });
});
