/** What is typed as an address. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressParts, readAddress, shortAddress } from '../../playground/page/request/address.js';

const origin = 'http://127.0.0.1:4000';

describe('an address that was typed', () => {
  const good = [
    ['http://example.com', 'http://example.com/'],
    [' HTTPS://Example.com/a b ', 'https://example.com/a%20b'],
    ['/samples/json?x=1', `${origin}/samples/json?x=1`],
    ['http://bücher.example/', 'http://xn--bcher-kva.example/'],
  ] as const;
  for (const [typed, url] of good) {
    it(`is understood: ${typed}`, () => {
      assert.deepEqual(readAddress(typed, origin), { url, complaint: null });
    });
  }

  for (const typed of [
    '',
    '   ',
    'example.com/x',
    '//example.com/',
    'ftp://example.com/',
    'javascript:1',
    'http://',
    'http://[',
  ]) {
    it(`is refused with a sentence: "${typed}"`, () => {
      const read = readAddress(typed, origin);
      assert.equal(read.url, null);
      assert.match(read.complaint, /^[A-Z].*\.$/);
    });
  }
});

describe('an address', () => {
  const parts = [
    ['http://example.com/a?b=c#d', { host: 'example.com', port: -1, target: '/a?b=c', credentials: false }],
    ['https://example.com:8443/', { host: 'https://example.com', port: 8443, target: '/', credentials: false }],
    ['http://ada:secret@[::1]:80/x', { host: '[::1]', port: -1, target: '/x', credentials: true }],
  ] as const;
  for (const [url, expected] of parts) {
    it(`in the parts that HTTPClient takes: ${url}`, () => {
      assert.deepEqual(addressParts(url), expected);
    });
  }

  it('is short where it is the page’s own server', () => {
    assert.equal(shortAddress(`${origin}/samples/json?a=b`, origin), '/samples/json?a=b');
    assert.equal(shortAddress('https://example.com/x', origin), 'example.com/x');
  });
});
