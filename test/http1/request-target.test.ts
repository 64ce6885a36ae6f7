import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTarget } from '#src/http1/index.js';

describe('targets that are sent', () => {
  const accepted = [
    ['GET', '/'],
    ['GET', '/a/../b/./c?d=%20&e=[]{}|^"\\'],
    ['GET', '//x'],
    ['GET', '/?q=http://other/'],
    ['GET', 'http://other.example'],
    ['GET', 'http://other.example/path'],
    ['GET', 'https://other.example:8443?q'],
    ['GET', 'HTTP://OTHER.example:80/'],
    ['GET', 'http://other.example:/'],
    ['GET', 'http://user:pa%40ss@other.example/'],
    ['GET', 'http://[::1]:8080/'],
    ['GET', 'http://[fe80::1%25eth0]/'],
    ['OPTIONS', '*'],
    ['OPTIONS', '/thing'],
    ['CONNECT', 'example.com:443'],
    ['CONNECT', '[2001:db8::1]:65535'],
    ['CONNECT', '127.0.0.1:1'],
    ['M-SEARCH', '/'],
  ] as const;
  for (const [method, target] of accepted) {
    it(`${method} ${target}`, () => {
      assert.equal(checkTarget(method, target), null);
    });
  }
});

describe('targets that are refused', () => {
  const refused = [
    ['GET', '', 'neither'],
    ['GET', 'index.html', 'neither'],
    ['GET', '?a=b', 'neither'],
    ['GET', 'ftp://example.com/', 'neither'],
    ['GET', 'http:/example.com/', 'neither'],
    ['GET', 'httpss://example.com/', 'neither'],
    ['GET', 'example.com:443', 'neither'],
    ['GET', '*', 'OPTIONS only'],
    ['OPTIONS', '**', 'neither'],
    ['GET', '/a b', 'blank or control'],
    ['GET', ' /', 'blank or control'],
    ['GET', '/\t', 'blank or control'],
    ['GET', '/\0', 'blank or control'],
    ['GET', '/\x7f', 'blank or control'],
    ['GET', '/a HTTP/1.1\r\nX-Injected: 1\r\n\r\n', 'blank or control'],
    ['GET', '/a\nX-Injected:1', 'blank or control'],
    ['GET', '/café', 'outside ASCII'],
    ['GET', '/世', 'outside ASCII'],
    ['GET', '/\u010a', 'outside ASCII'],
    ['GET', '/a#frag', 'fragment'],
    ['GET', '#', 'fragment'],
    ['GET', 'http://', 'host and port'],
    ['GET', 'http:///path', 'host and port'],
    ['GET', 'http://:80/', 'host and port'],
    ['GET', 'http://user@/', 'host and port'],
    ['GET', 'http://a\\b/', 'host and port'],
    ['GET', 'http://a"b/', 'host and port'],
    ['GET', 'http://us"er@host/', 'host and port'],
    ['GET', 'http://host:80a/', 'host and port'],
    ['GET', 'http://host:0/', 'host and port'],
    ['GET', 'http://host:65536/', 'host and port'],
    ['GET', 'http://host:1:2/', 'host and port'],
    ['GET', 'http://[::1/', 'host and port'],
    ['GET', 'http://[]/', 'host and port'],
    ['GET', 'http://[::1]x/', 'host and port'],
    ['GET', 'http://[/]/', 'host and port'],
    ['CONNECT', '/', 'host:port'],
    ['CONNECT', '*', 'host:port'],
    ['CONNECT', '', 'host:port'],
    ['CONNECT', 'example.com', 'host:port'],
    ['CONNECT', 'example.com:', 'host:port'],
    ['CONNECT', ':443', 'host:port'],
    ['CONNECT', 'example.com:443/', 'host:port'],
    ['CONNECT', 'user@example.com:443', 'host:port'],
    ['CONNECT', 'http://example.com:443', 'host:port'],
    ['CONNECT', '::1:443', 'host:port'],
    ['CONNECT', '[::1]', 'host:port'],
  ] as const;
  for (const [method, target, words] of refused) {
    it(`${method} ${JSON.stringify(target)}`, () => {
      const fault = checkTarget(method, target);
      assert.equal(fault?.code, 'TARGET');
      assert.ok(fault.message.includes(words), fault.message);
      assert.match(fault.message, /^[ -~…]*$/);
    });
  }

  it('names the target in the message, escaped and shortened', () => {
    assert.equal(
      checkTarget('GET', `/\r\nX: "${'y'.repeat(100)}`)?.message,
      `The target "/\\x0d\\x0aX: \\"${'y'.repeat(53)}…" has a blank or control character: percent-encode it`,
    );
    assert.equal(
      checkTarget('GET', '/世')?.message,
      'The target "/\\u4e16" has a character outside ASCII: percent-encode it',
    );
  });
});

describe('methods', () => {
  for (const method of ['', 'GET ', 'G\r\nT', 'GÉT', 'GET/']) {
    it(`refuses ${JSON.stringify(method)}`, () => {
      assert.equal(checkTarget(method, '/')?.code, 'METHOD');
    });
  }
});
