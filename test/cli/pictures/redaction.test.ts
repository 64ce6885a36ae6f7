import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { REDACTED, shownAddress, shownField } from '#src/cli/pictures/redaction.js';

const hidden = encodeURIComponent(REDACTED);

describe('an address that is shown', () => {
  for (const [address, shown] of [
    ['http://host/path?q=1', 'http://host/path?q=1'],
    ['https://ada:hush@host/', 'https://host/'],
    ['//ada@host/', '//host/'],
    ['/path?token=hush&page=2', `/path?token=${hidden}&page=2`],
    ['?apiKey=hush', `?apiKey=${hidden}`],
    ['there', 'there'],
    ['', ''],
    ['http://host/#access_token=hush&state=1', `http://host/#access_token=${hidden}&state=1`],
    ['http://host/a@b?c=d@e', 'http://host/a@b?c=d@e'],
  ] as const) {
    it(`of ${JSON.stringify(address)} is ${JSON.stringify(shown)}`, () => {
      assert.equal(shownAddress(address), shown);
    });
  }
});

it('a field that is shown has no credentials', () => {
  assert.deepEqual(shownField(['X-Auth-Token', 'hush']), ['X-Auth-Token', REDACTED]);
  assert.deepEqual(shownField(['Referer', 'http://h/?sid=hush']), ['Referer', `http://h/?sid=${hidden}`]);
  assert.deepEqual(shownField(['Accept', '*/*']), ['Accept', '*/*']);
});
