import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Complaint, fileComplaint } from '#src/cli/complaint.js';
import { failureComplaint, statusComplaint } from '#src/cli/exchange/outcome.js';
import { answered, exchangeWith, failed } from '../exchange/fake-exchange.js';

const failure = (code: string, message: string): Complaint =>
  failureComplaint(failed(code, 'tls', { failure: { code, phase: 'tls', message, cause: 'E_CAUSE' } }))!;

describe('a complaint', () => {
  it('is one line, whatever is in it', () => {
    assert.equal(new Complaint('GET x', 'a\r\nb\u001b[31m', 'c', 2).line, 'tickwire: GET x: a b [31m. To try: c.');
  });

  it('is made of the sentence of the library, with the phase, the cause and what to try', () => {
    assert.equal(
      failure('CERTIFICATE_REJECTED', 'GET https://a/: it is self-signed; put it into the option trustedCA').line,
      'tickwire: GET https://a/: it is self-signed; put it into --cacert [tls, E_CAUSE]. ' +
        'To try: --cacert FILE, or -k to accept any certificate.',
    );
  });

  it("has what to try from the system's code where there is one, and says it once", () => {
    const message = 'GET http://a/: no connection to a:80 (ECONNREFUSED); is the server running, and the port right?';
    assert.equal(
      failureComplaint(
        failed('CONNECT_FAILED', 'connect', {
          failure: { code: 'CONNECT_FAILED', phase: 'connect', message, cause: 'ECONNREFUSED' },
        }),
      )!.line,
      'tickwire: GET http://a/: no connection to a:80 (ECONNREFUSED) [connect]. ' +
        'To try: check that the server is running and the port is right.',
    );
  });

  it('names the hop that failed', () => {
    assert.match(
      failure('CONNECT_FAILED', 'GET http://elsewhere/: no way').line,
      /^tickwire: GET http:\/\/elsewhere\//,
    );
  });

  it('has the exit code of what went wrong', () => {
    assert.equal(failure('TIMED_OUT', 'late').exitCode, 28);
    assert.equal(failure('CONNECT_FAILED', 'no').exitCode, 2);
    assert.equal(statusComplaint(answered(500))?.exitCode, 3);
    assert.equal(fileComplaint('x', 'y', Object.assign(new Error('no'), { code: 'EACCES' })).exitCode, 4);
  });

  it('is not made when there is nothing to complain about', () => {
    assert.equal(failureComplaint(exchangeWith({})), null);
    assert.equal(statusComplaint(answered(399)), null);
  });

  it('tells what the system said about a file, once', () => {
    const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    assert.equal(
      fileComplaint('download of x', 'x.part cannot be written', error).line,
      'tickwire: download of x: x.part cannot be written (ENOSPC: no space left on device). ' +
        'To try: free some space.',
    );
  });
});
