import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RetryPolicy } from '#src/cli/exchange/retry.js';
import { answered, failed, plan } from './fake-exchange.js';

const policy = new RetryPolicy(3, () => 0);
const post = { plan: { ...plan, method: 'POST' } };

describe('another attempt', () => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    it(`is made after ${status}`, () => {
      assert.equal(policy.delayAfter(answered(status), 0), 1000);
    });
  }

  for (const status of [200, 301, 304, 400, 401, 403, 404, 409, 410, 501]) {
    it(`is not made after ${status}`, () => {
      assert.equal(policy.delayAfter(answered(status), 0), null);
    });
  }

  for (const code of ['RESOLVE_FAILED', 'CONNECT_FAILED', 'TLS_FAILED', 'CONNECTION_LOST', 'TRUNCATED', 'TIMED_OUT']) {
    it(`is made after ${code}`, () => {
      assert.equal(policy.delayAfter(failed(code, 'body'), 0), 1000);
    });
  }

  for (const code of ['CERTIFICATE_REJECTED', 'TOO_MANY_REDIRECTS', 'BAD_REDIRECT', 'NOT_CACHED']) {
    it(`is not made after ${code}`, () => {
      assert.equal(policy.delayAfter(failed(code, 'tls'), 0), null);
    });
  }

  it('is made of a POST only when the server cannot have acted on it', () => {
    assert.equal(policy.delayAfter(failed('CONNECTION_LOST', 'first byte', post), 0), null);
    assert.equal(policy.delayAfter(failed('CONNECT_FAILED', 'connect', post), 0), 1000);
    assert.equal(policy.delayAfter(answered(500, [], post), 0), null);
    assert.equal(policy.delayAfter(answered(503, [], post), 0), 1000);
  });

  it('is not made more often than was asked for', () => {
    assert.equal(policy.delayAfter(answered(503), 2), 4000);
    assert.equal(policy.delayAfter(answered(503), 3), null);
    assert.equal(new RetryPolicy(0, () => 0).delayAfter(answered(503), 0), null);
  });
});

describe('the wait before it', () => {
  it('doubles, up to a minute, and varies by a quarter', () => {
    const patient = new RetryPolicy(20, () => 0);
    assert.deepEqual(
      [0, 1, 2, 3, 5, 6, 15].map((attempt) => patient.delayAfter(answered(503), attempt)),
      [1000, 2000, 4000, 8000, 32_000, 60_000, 60_000],
    );
    assert.equal(new RetryPolicy(1, () => 1).delayAfter(answered(503), 0), 750);
  });

  it('is at least what the server asks for, in seconds or as a date', () => {
    const after = (value: string): number | null => policy.delayAfter(answered(503, [['Retry-After', value]]), 0);
    assert.equal(after('7'), 7000);
    assert.equal(after('0'), 1000);
    assert.equal(after('Wed, 02 Jan 2030 03:04:15 GMT'), 10_000 - 678 - 15);
    assert.equal(after('soon'), 1000);
    assert.equal(after('99999'), 60_000);
  });
});
