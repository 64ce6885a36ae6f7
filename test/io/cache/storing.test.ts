// Which responses a private cache stores: RFC 9111 section 3, and the directives of section 5.2 that bear on it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { storable } from '#src/io/cache/storing.js';
import { readFields } from '#src/io/cache/fields.js';
import { START, request, response } from './scene.js';

const stores = (lines: string, status = 200, asked = request()): boolean =>
  storable(asked, response(lines, { status })) !== null;

describe('storing (RFC 9111 section 3)', () => {
  it('takes answers to GET only', () => {
    assert.equal(stores('Cache-Control: max-age=60'), true);
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'get']) {
      assert.equal(stores('Cache-Control: max-age=60', 200, request('', { method })), false, method);
    }
  });

  it('takes final status codes only', () => {
    assert.equal(stores('Cache-Control: max-age=60', 103), false);
  });

  it('takes any final status code with explicit freshness, known or not', () => {
    for (const status of [201, 302, 307, 403, 418, 500, 503, 599]) {
      assert.equal(stores('Cache-Control: max-age=60', status), true, String(status));
      assert.equal(stores('Expires: Thu, 02 Jan 2025 00:00:00 GMT', status), true, String(status));
    }
  });

  it('takes the others only if their status code is cacheable by heuristics, or they are marked public or private', () => {
    for (const status of [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]) {
      assert.equal(stores('', status), true, String(status));
    }
    for (const status of [201, 302, 303, 307, 400, 403, 418, 500, 503]) {
      assert.equal(stores('', status), false, String(status));
      assert.equal(stores('Cache-Control: public', status), true, String(status));
      assert.equal(stores('Cache-Control: private', status), true, String(status));
    }
  });

  it('does not put parts together, and has no body of a 304 (sections 3.3 and 3.4)', () => {
    assert.equal(stores('Cache-Control: max-age=60', 206), false);
    assert.equal(stores('Cache-Control: max-age=60', 304), false);
    assert.equal(stores('Cache-Control: max-age=60', 200, request('Range: bytes=0-5')), false);
  });

  it('keeps out of what the caller asks on a condition of its own', () => {
    for (const line of [
      'If-None-Match: "a"',
      'If-Modified-Since: x',
      'If-Match: *',
      'If-Unmodified-Since: x',
      'If-Range: "a"',
    ]) {
      assert.equal(stores('Cache-Control: max-age=60', 200, request(line)), false, line);
    }
  });

  it('takes nothing with no-store, on either side (sections 5.2.1.5 and 5.2.2.5)', () => {
    assert.equal(stores('Cache-Control: max-age=60, no-store'), false);
    assert.equal(stores('Cache-Control: max-age=60, NO-STORE'), false);
    assert.equal(stores('Cache-Control: max-age=60\nCache-Control: no-store'), false);
    assert.equal(stores('Cache-Control: max-age=60', 200, request('Cache-Control: no-store')), false);
  });

  it('is not misled by a no-store inside a quoted string (section 5.2)', () => {
    assert.equal(stores('Cache-Control: ext="a, no-store, b", max-age=60'), true);
    assert.equal(stores('Cache-Control: ext="a\\", no-store, b", max-age=60'), true);
  });

  it('takes must-understand for what it is: no-store for unknown status codes only (section 5.2.2.3)', () => {
    assert.equal(stores('Cache-Control: must-understand, no-store, max-age=60', 200), true);
    assert.equal(stores('Cache-Control: must-understand, no-store, max-age=60', 599), false);
    assert.equal(stores('Cache-Control: must-understand, max-age=60', 599), false);
    for (const status of [204, 301, 302, 303, 307, 308, 404, 410]) {
      assert.equal(stores('Cache-Control: must-understand, no-store, max-age=60', status), true, String(status));
    }
    for (const status of [206, 304, 305, 400, 500]) {
      assert.equal(stores('Cache-Control: must-understand, max-age=60', status), false, String(status));
    }
  });

  it('takes private responses, and answers to Authorization: it is a private cache (sections 3.5 and 5.2.2.7)', () => {
    assert.equal(stores('Cache-Control: private, max-age=60'), true);
    assert.equal(stores('Cache-Control: private="Set-Cookie", max-age=60'), true);
    assert.equal(stores('Cache-Control: max-age=60', 200, request('Authorization: Basic eDp5')), true);
  });

  it('passes over directives that nobody knows (section 5.2.3)', () => {
    assert.equal(stores('Cache-Control: max-age=60, no-storing, x-no-store="no-store", community="UCI"'), true);
    assert.equal(stores('Cache-Control: ,, no-store ,;'), false);
  });

  it('takes nothing whose end cannot be told from a cut (section 3.3, RFC 9112 section 9.8)', () => {
    const untilClose = (url: string, status = 200): boolean => {
      const fields = readFields('Cache-Control: max-age=60');
      const head = { status, requestTime: START, responseTime: START, ...fields };
      return storable(request('', { url }), head) !== null;
    };
    assert.equal(untilClose('https://example.com/'), false);
    assert.equal(untilClose('http://example.com/'), true);
    assert.equal(untilClose('https://example.com/', 204), true);
    assert.equal(stores('Cache-Control: max-age=60\nContent-Length: 4'), true);
    assert.equal(stores('Cache-Control: max-age=60\nTransfer-Encoding: chunked'), true);
  });

  it('does not care for no-transform: bodies are stored as they came (sections 5.2.1.6 and 5.2.2.6)', () => {
    assert.equal(stores('Cache-Control: max-age=60, no-transform'), true);
    assert.equal(stores('Cache-Control: max-age=60', 200, request('Cache-Control: no-transform')), true);
  });

  it('has no use for s-maxage (section 5.2.2.10)', () => {
    assert.equal(stores('Cache-Control: s-maxage=60', 302), false);
  });

  it('takes nothing that it could never give out', () => {
    assert.equal(stores('Vary: *\nCache-Control: max-age=60'), false);
    assert.equal(stores('Vary: Accept, *\nCache-Control: max-age=60'), false);
    assert.equal(stores('Cache-Control: no-cache'), false);
    assert.equal(stores('Cache-Control: no-cache\nETag: "a"'), true);
  });

  it('keeps Warning like any other field (section 5.5)', () => {
    const head = storable(request(), response('Warning: 110 - "Response is Stale"\nAge: 5'));
    assert.deepEqual(head?.names, ['Date', 'Warning', 'Age']);
  });

  it('leaves out the fields of the connection (section 3.1)', () => {
    const head = storable(
      request(),
      response(
        'Connection: close, X-Secret\nX-Secret: 1\nKeep-Alive: timeout=5\nTransfer-Encoding: chunked\nTE: x\nUpgrade: h2c\n' +
          'Proxy-Connection: x\nProxy-Authenticate: x\nProxy-Authentication-Info: x\nX-Kept: 1\nSet-Cookie: a=b\nX-Kept: 2',
      ),
    );
    assert.deepEqual(head?.names, ['Date', 'X-Kept', 'Set-Cookie', 'X-Kept']);
    assert.deepEqual(head.values.slice(1), ['1', 'a=b', '2']);
  });
});
