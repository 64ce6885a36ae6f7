import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHeaders, headersSayClose, needsContentLength, writeRequestHead } from '#src/http1/index.js';

const defaults = { host: 'example.com:8080', userAgent: 'tickwire/1.0 (Test)', contentLength: -1 };

/** The lines of the head written for a GET. */
function linesOf(headers: readonly string[], target = '/', { method = 'GET', contentLength = -1 } = {}): string[] {
  const head = writeRequestHead(method, target, headers, { ...defaults, contentLength });
  assert.ok(head.endsWith('\r\n\r\n'));
  return head.slice(0, -4).split('\r\n');
}

describe('the head of a request', () => {
  it('is the request line, the headers as given, then the defaults', () => {
    const headers = ['X-First: 1', 'x-second:2', 'Content-Type:  text/plain '];
    assert.deepEqual(linesOf(headers, '/a?b', { method: 'POST', contentLength: 12 }), [
      'POST /a?b HTTP/1.1',
      'X-First: 1',
      'x-second:2',
      'Content-Type:  text/plain ',
      'Host: example.com:8080',
      'Content-Length: 12',
      'User-Agent: tickwire/1.0 (Test)',
      'Accept: */*',
    ]);
  });

  it('has no length if there is none, and one of zero if there is', () => {
    assert.ok(!linesOf([]).some((line) => line.startsWith('Content-Length')));
    assert.ok(linesOf([], '/', { contentLength: 0 }).includes('Content-Length: 0'));
  });

  it('writes large lengths in plain digits', () => {
    assert.ok(linesOf([], '/', { contentLength: 2 ** 53 - 1 }).includes('Content-Length: 9007199254740991'));
  });

  it('leaves out each default that the caller gives, in any case', () => {
    const headers = ['uSER-aGENT: a', 'ACCEPT: b', 'content-length: 1', 'hOST: c'];
    assert.deepEqual(linesOf(headers, '/', { contentLength: 5 }), ['GET / HTTP/1.1', ...headers]);
  });

  it('keeps the defaults beside names that only look similar', () => {
    const headers = ['Accept-Language: de', 'X-Accept: no', 'Hosts: x', 'User_Agent: x', 'Content-Lengths: 1', 'Ho: t'];
    assert.deepEqual(linesOf(headers, '/', { contentLength: 5 }).slice(headers.length + 1), [
      'Host: example.com:8080',
      'Content-Length: 5',
      'User-Agent: tickwire/1.0 (Test)',
      'Accept: */*',
    ]);
  });

  it('keeps duplicates', () => {
    const lines = linesOf(['Accept: a', 'Accept: b', 'X-A: 1', 'X-A: 2']);
    assert.deepEqual(lines.slice(1, 5), ['Accept: a', 'Accept: b', 'X-A: 1', 'X-A: 2']);
  });

  it('has no length beside a Transfer-Encoding', () => {
    const lines = linesOf(['transfer-encoding: chunked'], '/', { method: 'POST', contentLength: 5 });
    assert.ok(!lines.some((line) => /^content-length/i.test(line)));
  });

  it('is text that becomes UTF-8', () => {
    assert.ok(linesOf(['X-Name: Jürgen 世 😀']).includes('X-Name: Jürgen 世 😀'));
  });
});

describe('the default Host', () => {
  const hosts = [
    ['GET', '/http://other/', 'example.com:8080'],
    ['GET', '//other@host/', 'example.com:8080'],
    ['OPTIONS', '*', 'example.com:8080'],
    ['GET', 'http://other.example/path', 'other.example'],
    ['GET', 'http://other.example', 'other.example'],
    ['GET', 'http://Other.Example:80/path', 'Other.Example'],
    ['GET', 'http://other.example:443/path', 'other.example:443'],
    ['GET', 'HTTPS://other.example:443?q', 'other.example'],
    ['GET', 'https://other.example:80/', 'other.example:80'],
    ['GET', 'http://other.example:/', 'other.example'],
    ['GET', 'http://user:secret@other.example:81/a@b', 'other.example:81'],
    ['GET', 'http://other.example/a@b', 'other.example'],
    ['GET', 'http://[::1]/', '[::1]'],
    ['GET', 'http://[::1]:80/', '[::1]'],
    ['GET', 'http://[::1]:81/', '[::1]:81'],
    ['CONNECT', 'other.example:443', 'other.example:443'],
  ] as const;
  for (const [method, target, host] of hosts) {
    it(`of ${method} ${target} is ${host}`, () => {
      assert.ok(linesOf([], target, { method }).includes(`Host: ${host}`));
    });
  }

  it("is the caller's, also for an absolute URL", () => {
    const lines = linesOf(['Host: mine'], 'http://other.example/');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('Host')),
      ['Host: mine'],
    );
  });
});

describe('headers', () => {
  it('are accepted with any token for a name and anything but line ends and NUL for a value', () => {
    const headers = [
      'X-A: 1',
      'X-Empty:',
      'X-Blank: ',
      "!#$%&'*+-.^_`|~: v",
      'X-Url: http://a:80/',
      'X: a\tb\x01',
      'X: é世',
    ];
    assert.equal(checkHeaders(headers), null);
    assert.equal(checkHeaders([]), null);
  });

  const refused = [
    ['X-A: 1\r\nX-Injected: 2', 'line end or NUL'],
    ['X-A: 1\r\n\r\nGET /smuggled HTTP/1.1', 'line end or NUL'],
    ['X-A: 1\nX-Injected: 2', 'line end or NUL'],
    ['X-A: 1\rX-Injected: 2', 'line end or NUL'],
    ['X-A: 1\0', 'line end or NUL'],
    ['X-A\n: 1', 'line end or NUL'],
    ['\nX-A: 1', 'line end or NUL'],
    ['X-A: 1\r\n', 'line end or NUL'],
    ['JustAName', 'no colon'],
    ['', 'no colon'],
    ['   ', 'no colon'],
    [': value', 'no name'],
    [' X-A: 1', 'character in its name'],
    ['X-A : 1', 'character in its name'],
    ['X A: 1', 'character in its name'],
    ['X"A: 1', 'character in its name'],
    ['Xé: 1', 'character in its name'],
    ['X\u0141: 1', 'character in its name'],
  ] as const;
  for (const [header, words] of refused) {
    it(`are refused: ${JSON.stringify(header)}`, () => {
      const fault = checkHeaders(['X-Good: 1', header, 'also bad']);
      assert.equal(fault?.code, 'HEADER');
      assert.ok(fault.message.includes(words), fault.message);
      assert.match(fault.message, /^[ -~…]*$/);
    });
  }

  it('say close as one of several options, in any case and any of several fields', () => {
    assert.equal(headersSayClose(['X: close', 'connection:upgrade,\tCLOSE']), true);
    assert.equal(headersSayClose(['Connection: keep-alive', 'Connection: close']), true);
    assert.equal(headersSayClose(['Connection: closed', 'Connections: close', 'X-Connection: close']), false);
    assert.equal(headersSayClose([]), false);
  });
});

it('asks for a length where a body is usual', () => {
  assert.deepEqual(['POST', 'PUT', 'PATCH'].map(needsContentLength), [true, true, true]);
  assert.deepEqual(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].map(needsContentLength), new Array(5).fill(false));
});
