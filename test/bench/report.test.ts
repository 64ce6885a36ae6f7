import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { withReport } from '../../bench/report/documents.js';
import { inBrief, inDigits } from '../../bench/report/numbers.js';
import { fullReport, shortReport } from '../../bench/report/report.js';
import { measured, resultsOf, variantOf } from './made-results.js';

const round = (rate: number, caller: number | null): Record<string, number | null> => ({
  rate,
  caller,
  process: 9.5,
  memory: 80,
});

const plain = variantOf('plain', {
  'tickwire Steam': measured(round(3000, 100), round(2000, 110), round(2500, 90)),
  undici: measured(round(1000, 1000), round(1000, 1100), round(1000, 900)),
  got: { kind: 'unable', reason: 'has none' },
  'node:http': { kind: 'failed', reason: 'ended with code 1:\n  out of memory' },
  curl: measured(round(2500, null), round(2500, null), round(2500, null)),
});
const results = resultsOf('download', [plain]);

/** Without the blanks that make columns even. */
const dense = (markdown: string): string => markdown.replaceAll(/ {2,}/g, ' ');

describe('the report', () => {
  it('shows medians, what lay around them, and ratios', async () => {
    const report = dense(await fullReport(results));
    assert.ok(
      report.includes(
        '| tickwire Steam | **2,500** (2,000 to 3,000) | 2.50 | **100** (90 to 110) | 0.10 | **10** | **80** |',
      ),
      report,
    );
    assert.ok(report.includes('| curl | **2,500** | 2.50 | – | – | **10** | **80** |'), report);
  });

  it('says who could not take part, and why', async () => {
    const report = await fullReport(results);
    assert.match(report, /got has none\. node:http failed: ended with code 1: out of memory\./);
    assert.doesNotMatch(report, /^\| got/m);
  });

  it('says which goals were reached', async () => {
    const report = await fullReport(results);
    assert.match(report, /^- Goal for tickwire Steam, plain: MB\/s at least 2 × undici: 2\.5, reached$/m);
    assert.match(report, /^- Goal for tickwire HTTPClient, plain: MB\/s at least 0\.9 × curl: not measured$/m);
    const worse = resultsOf('download', [
      variantOf('plain', { 'tickwire Steam': measured(round(1, 1)), undici: measured(round(1, 1)) }),
    ]);
    assert.match(await fullReport(worse), /MB\/s at least 2 × undici: 1, \*\*missed\*\*$/m);
  });

  it('says on what it was measured', async () => {
    const report = await fullReport(results);
    assert.match(
      report,
      /^Measured on 2026-01-02 on 2 × Processor with 24 GiB and Linux 6; tickwire 1\.2\.3, undici 7\.0\.0\./m,
    );
    assert.match(report, /Medians of 5 rounds.*Load average at the start: 0\.04\./);
    assert.doesNotMatch(report, /busy|quick/i);
  });

  it('warns of a busy machine', async () => {
    const busy = { ...results, machine: { ...results.machine, load: 1.2 } };
    assert.match(await fullReport(busy), /The machine was busy with other work when this began/);
  });

  it('does not judge the figures of a quick run', async () => {
    const report = await fullReport({ ...results, scale: 'quick' });
    assert.match(report, /its figures mean nothing/);
    assert.doesNotMatch(report, /Goal for/);
  });

  it('has a short form with a line for each telling figure and a column for each peer', async () => {
    const report = dense(await shortReport(results));
    assert.ok(report.includes('| Download of 1 GiB, plain: MB/s | 2,500 | – | 1,000 | – | – | 2,500 |'), report);
    assert.doesNotMatch(report, /Goal for|TLS/);
  });

  it('names a workload of the results that there is not any more', async () => {
    await assert.rejects(async () => fullReport(resultsOf('gone', [])), /there is no workload "gone"/);
  });
});

describe('numbers in reports', () => {
  it('have a fixed count of decimals, and commas for thousands', () => {
    assert.equal(inDigits(71234.4, 0), '71,234');
    assert.equal(inDigits(0.5, 2), '0.50');
    assert.equal(inDigits(null, 2), '–');
  });

  it('or only as many as they need', () => {
    assert.equal(inBrief(1 / 7), '0.143');
    assert.equal(inBrief(1.5), '1.5');
  });
});

describe('documents', () => {
  for (const name of ['README.md', 'docs/performance.md']) {
    it(`${name} has a place for the report, which stays when it is filled`, () => {
      const once = withReport(readFileSync(name, 'utf8'), 'the first report\n', name);
      assert.match(once, /-->\n\nthe first report\n\n<!-- /);
      const twice = withReport(once, 'the second report', name);
      assert.equal(twice, once.replace('the first report', 'the second report'));
    });
  }

  it('without the marks are refused', () => {
    assert.throws(() => withReport('# Nothing\n', 'report', 'some.md'), /some\.md does not have the marks/);
  });
});
