/**
 * What `node:assert/strict` is in a page: the functions that cases use, on chai's.
 */
import { assert as chai } from 'chai';

type Matcher = RegExp | ErrorConstructor | Error | { readonly name?: string; readonly message?: RegExp };

const { strictEqual, notStrictEqual, deepStrictEqual, notDeepEqual, match, fail } = chai;

function ok(value: unknown, message?: string): asserts value {
  chai.isOk(value, message);
}

function throws(call: () => unknown, expected?: Matcher): void {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  check(thrown, expected);
}

async function rejects(promise: Promise<unknown> | (() => Promise<unknown>), expected?: Matcher): Promise<void> {
  let thrown: unknown;
  try {
    await (typeof promise === 'function' ? promise() : promise);
  } catch (error) {
    thrown = error;
  }
  check(thrown, expected);
}

function check(thrown: unknown, expected: Matcher | undefined): void {
  if (thrown === undefined) fail('nothing was thrown');
  if (expected === undefined) return;
  if (typeof expected === 'function') {
    chai.instanceOf(thrown, expected);
    return;
  }
  const { name, message } = thrown as Error;
  if (expected instanceof RegExp) match(String(thrown), expected);
  else if (expected instanceof Error) deepStrictEqual([name, message], [expected.name, expected.message]);
  else {
    if (expected.name !== undefined) strictEqual(name, expected.name);
    if (expected.message !== undefined) match(message, expected.message);
  }
}

export default {
  ok,
  equal: strictEqual,
  notEqual: notStrictEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual,
  match,
  doesNotMatch: chai.notMatch,
  throws,
  rejects,
  fail,
};
