/** Reads what a runtime reports of a file of tests, in the format of JUnit as each of them understands it. */
import { SaxesParser } from 'saxes';

export interface Outcome {
  /** The names of the suites that the test stands in, then its own, with ` > ` between them. */
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'skipped';
}

const SEPARATOR = ' > ';

/** Bun and Deno have suites for files, too. */
const isFile = (name: string): boolean => /\.[jt]s$/.test(name);

/** Node escapes quotation marks twice. */
const plain = (name: string): string => name.replaceAll('&quot;', '"');

/** The tests of a report, in its order; none of a report that is cut short. */
export function readReport(xml: string): Outcome[] {
  const outcomes: Outcome[] = [];
  const path: string[] = [];
  let result: Outcome['result'] = 'passed';
  const parser = new SaxesParser();
  const faults: Error[] = [];
  parser.on('error', (fault) => faults.push(fault));
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testsuite' || name === 'testcase') path.push(plain(attributes.name ?? ''));
    if (name === 'testcase') result = 'passed';
    if (name === 'failure' || name === 'error') result = 'failed';
    if (name === 'skipped') result = 'skipped';
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'testcase') outcomes.push({ name: path.filter((part) => !isFile(part)).join(SEPARATOR), result });
    if (name === 'testsuite' || name === 'testcase') path.pop();
  });
  parser.write(xml).close();
  if (faults.length > 0) return [];
  return outcomes.filter(({ name }) => !isSuite(name, outcomes));
}

/** Deno reports suites like tests, beside the tests that stand in them. */
function isSuite(name: string, outcomes: readonly Outcome[]): boolean {
  return outcomes.some((other) => other.name.startsWith(name + SEPARATOR));
}
