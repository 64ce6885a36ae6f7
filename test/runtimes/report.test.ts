/** Reports of test runs, as each runtime writes them: the same outcomes are read from all of them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readReport, type Outcome } from '../../scripts/runtimes/report.js';

/** One file of tests, as the runtimes reported it. */
const expected: Outcome[] = [
  { name: 'a "suite" & <more> > passes', result: 'passed' },
  { name: 'a "suite" & <more> > fails', result: 'failed' },
  { name: 'a "suite" & <more> > is skipped', result: 'skipped' },
  { name: 'a "suite" & <more> > within > passes, too', result: 'passed' },
  { name: 'stands alone', result: 'passed' },
];

const suite = 'a &quot;suite&quot; &amp; &lt;more&gt;';

const reports = {
  'Node.js': `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testsuite name="a &amp;quot;suite&amp;quot; &amp; &lt;more>" time="0.003" tests="4" failures="1" skipped="1" hostname="vm">
		<testcase name="passes" time="0.0004" classname="test"/>
		<testcase name="fails" time="0.0005" classname="test" failure="1 == 2">
			<failure type="testCodeFailure" message="1 == 2">
Error [ERR_TEST_FAILURE]: 1 == 2
    at TestContext.&lt;anonymous> (file:///sample.test.js:5:30)
			</failure>
		</testcase>
		<testcase name="is skipped" time="0.0001" classname="test">
			<skipped type="skipped" message="no reason"/>
		</testcase>
		<testsuite name="within" time="0.001" tests="1" failures="0" skipped="0" hostname="vm">
			<testcase name="passes, too" time="0.0001" classname="test"/>
		</testsuite>
	</testsuite>
	<testcase name="stands alone" time="0.0001" classname="test"/>
	<!-- tests 5 -->
</testsuites>`,
  Bun: `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bun test" tests="5" assertions="0" failures="1" skipped="1" time="0.02">
  <testsuite name="build/sample.test.js" file="build/sample.test.js" tests="5" failures="1" skipped="1">
    <testsuite name="${suite}" file="build/sample.test.js" line="3" tests="4" failures="1" skipped="1">
      <testcase name="passes" classname="${suite}" time="0.0008" file="build/sample.test.js" line="4" />
      <testcase name="fails" classname="${suite}" time="0.0007" file="build/sample.test.js" line="5">
        <failure type="AssertionError" message="1 == 2">AssertionError: 1 == 2&#10;      at sample.test.js:5:30</failure>
      </testcase>
      <testcase name="is skipped" classname="${suite}" time="0" file="build/sample.test.js" line="6">
        <skipped />
      </testcase>
      <testsuite name="within" file="build/sample.test.js" line="7" tests="1" failures="0" skipped="0">
        <testcase name="passes, too" classname="within &gt; ${suite}" time="0.00003" line="7" />
      </testsuite>
    </testsuite>
    <testcase name="stands alone" classname="" time="0.00001" file="build/sample.test.js" line="9" />
  </testsuite>
</testsuites>`,
  Deno: `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="7" failures="2" errors="0" time="0.013">
    <testsuite name="./build/sample.test.js" tests="2" disabled="0" errors="0" failures="1">
        <testcase name="${suite}" classname="./build/sample.test.js" time="0.005" line="3" col="1">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="stands alone" classname="./build/sample.test.js" time="0.000" line="9" col="1">
        </testcase>
    </testsuite>
    <testsuite name="ext:deno_node/testing.ts" tests="5" disabled="1" errors="0" failures="1">
        <testcase name="${suite} &gt; passes" classname="ext:deno_node/testing.ts" time="0.000">
        </testcase>
        <testcase name="${suite} &gt; fails" classname="ext:deno_node/testing.ts" time="0.001">
            <failure message="Uncaught AssertionError: 1 == 2">AssertionError: 1 == 2
    at NodeTestContext.&lt;anonymous&gt; (file:///sample.test.js:5:30)</failure>
        </testcase>
        <testcase name="${suite} &gt; is skipped" classname="ext:deno_node/testing.ts" time="0.000">
            <skipped/>
        </testcase>
        <testcase name="${suite} &gt; within" classname="ext:deno_node/testing.ts" time="0.000">
        </testcase>
        <testcase name="${suite} &gt; within &gt; passes, too" classname="ext:deno_node/testing.ts" time="0.000">
        </testcase>
    </testsuite>
</testsuites>`,
};

const sorted = (outcomes: readonly Outcome[]): Outcome[] =>
  [...outcomes].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

describe('a report', () => {
  for (const [runtime, xml] of Object.entries(reports)) {
    it(`of ${runtime} has each test once, under the names of its suites`, () => {
      assert.deepEqual(sorted(readReport(xml)), sorted(expected));
    });

    it(`of ${runtime} that is cut short has none`, () => {
      for (let length = 0; length < xml.length; length++) assert.deepEqual(readReport(xml.slice(0, length)), []);
    });
  }
});
