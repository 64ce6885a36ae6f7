import assert from 'node:assert/strict';
import { it } from 'node:test';
import { failureLine } from '#src/cli/demo/failure.js';

const request = { method: 'GET', url: new URL('http://host/path'), body: '' } as const;

it('says in one line what was asked, what happened and what to try', () => {
  const failure = { what: 'the connection cannot be made', remedy: 'check the port' };
  assert.equal(
    failureLine(request, failure, ['no connection to host:80 (ECONNREFUSED)']),
    'GET http://host/path failed: the connection cannot be made: no connection to host:80 (ECONNREFUSED). ' +
      'To try: check the port.',
  );
});

it('says no more than is known', () => {
  assert.equal(failureLine(request, { what: 'it broke', remedy: '' }, []), 'GET http://host/path failed: it broke.');
});
