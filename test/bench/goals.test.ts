import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from '../../bench/goals.js';
import type { Goal, Workload } from '../../bench/workload.js';
import { workloads } from '../../bench/workloads/index.js';
import { measured, variantOf } from './made-results.js';
import { groups } from './quick-runs.js';

const workload = (goal: Goal): Workload => ({
  name: 'made',
  title: '',
  about: '',
  figures: [],
  summary: [],
  variants: () => [],
  goals: [goal],
});

const atLeast: Goal = { of: 'tickwire Steam', figure: 'rate', bound: 'at least', value: 2 };
const few = variantOf('few', {
  'tickwire Steam': measured({ rate: 30 }, { rate: 10 }, { rate: 20 }),
  undici: measured({ rate: 10 }, { rate: 10 }, { rate: 10 }),
  curl: { kind: 'unable', reason: 'does not' },
});
const many = variantOf('many', { 'tickwire Steam': measured({ rate: 1 }), undici: measured({ rate: 1 }) });

const verdicts = (goal: Goal): [string, number | null, boolean][] =>
  judge(workload(goal), { name: 'made', variants: [few, many] }).map(({ variant, value, reached }) => [
    variant,
    value,
    reached,
  ]);

describe('goals', () => {
  it('hold the median of a figure against a bound, in every variant', () => {
    assert.deepEqual(verdicts({ ...atLeast, value: 20 }), [
      ['few', 20, true],
      ['many', 1, false],
    ]);
    assert.deepEqual(verdicts({ ...atLeast, bound: 'at most', value: 19 }), [
      ['few', 20, false],
      ['many', 1, true],
    ]);
  });

  it('or its ratio to a peer, in the variants that they name', () => {
    assert.deepEqual(verdicts({ ...atLeast, variants: ['few'], than: 'undici' }), [['few', 2, true]]);
  });

  it('are not reached where something was not measured', () => {
    assert.deepEqual(verdicts({ ...atLeast, variants: ['few'], than: 'curl' }), [['few', null, false]]);
    assert.deepEqual(verdicts({ ...atLeast, of: 'tickwire HTTPClient', variants: ['few'] }), [['few', null, false]]);
    assert.deepEqual(verdicts({ ...atLeast, figure: 'memory', variants: ['few'] }), [['few', null, false]]);
  });
});

describe('every workload', () => {
  it('is tried in one of the quick runs', () => {
    const tried = Object.values(groups).flat().sort();
    assert.deepEqual(tried, workloads.map(({ name }) => name).sort());
  });

  for (const { name, figures, goals, summary, variants } of workloads) {
    it(`${name} speaks only of figures and variants that it has`, () => {
      const keys = figures.map(({ key }) => key);
      const labels = variants('full').map(({ label }) => label);
      assert.equal(new Set(labels).size, labels.length);
      for (const goal of goals) {
        assert.ok(keys.includes(goal.figure), goal.figure);
        for (const label of goal.variants ?? []) assert.ok(labels.includes(label), label);
      }
      for (const { variant, figure } of summary) {
        assert.ok(keys.includes(figure), figure);
        assert.ok(labels.includes(variant), variant);
      }
    });
  }
});
