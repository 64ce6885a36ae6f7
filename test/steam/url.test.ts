/** Urls: what is a request's url, and how it is normalized. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeParameters, withQuery } from '#src/steam/parameters.js';
import { readUrl } from '#src/steam/url.js';

const href = (text: string): string | undefined => readUrl(text)?.href;

describe('the url of a request', () => {
  const refused = [
    '',
    'example.com',
    '//example.com/',
    '/path',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http:example.com',
    'http:/example.com',
    'http:\\\\example.com',
    'https:',
    'http://',
    'http://?',
    'http://exa mple.com/',
    'http://example.com:99999/',
    'http://[::1/',
    'http://a<b/',
    ' http://example.com/',
    '\thttp://example.com/',
    'http://example.com/ ',
    'http://example.com/\n',
    'http://example.com/\0',
  ];
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(readUrl(text), null);
    });
  }

  const accepted: readonly (readonly [string, string])[] = [
    ['http://example.com', 'http://example.com/'],
    ['HTTP://EXAMPLE.com/Path', 'http://example.com/Path'],
    ['hTTps://example.com/', 'https://example.com/'],
    ['http://example.com:80/', 'http://example.com/'],
    ['https://example.com:443/', 'https://example.com/'],
    ['http://example.com:8080/', 'http://example.com:8080/'],
    ['http://bücher.example/straße', 'http://xn--bcher-kva.example/stra%C3%9Fe'],
    ['http://example.com/a/./b/../c', 'http://example.com/a/c'],
    ['http://example.com/%2e%2E/c', 'http://example.com/c'],
    ['http://example.com/a b', 'http://example.com/a%20b'],
    ['http://example.com/?a b', 'http://example.com/?a%20b'],
    ['http://example.com/#part', 'http://example.com/'],
    ['http://example.com?q#part', 'http://example.com/?q'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
    ['http://0x7f.1/', 'http://127.0.0.1/'],
    ['http://example.com/a\\b', 'http://example.com/a/b'],
    ["http://example.com/'?'", "http://example.com/'?%27"],
  ];
  for (const [text, normal] of accepted) {
    it(`reads ${JSON.stringify(text)} as ${normal}`, () => {
      assert.equal(href(text), normal);
    });
  }

  it('reads the same with and without having seen the origin, whatever the path', () => {
    const paths = [
      '/',
      '/a',
      '/a/../b',
      '/%2e/b',
      '/a/.b',
      '/a/..',
      '//a',
      '/a?b=c&d',
      '/a?b/../c',
      '/é',
      '/a#b',
      "/'",
    ];
    paths.push('/a%20b', '/?', '/a?b?c', '/<', '/?<', '/a?b#c', '/a\\b', '/{', '/a|b', '/^', '/a\tb', '/`');
    for (const path of paths) {
      const expected = new URL(`http://known.example:81${path}`);
      expected.hash = '';
      assert.equal(href('http://known.example:81/'), 'http://known.example:81/');
      assert.equal(href(`http://known.example:81${path}`), expected.href, path);
      assert.equal(href(`http://KNOWN.example:81${path}`), expected.href, path);
    }
  });

  it('makes credentials a Basic Authorization, in UTF-8', () => {
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    const cases: readonly (readonly [string, string | null])[] = [
      ['http://example.com/', null],
      ['http://user:secret@example.com/', basic('user:secret')],
      ['http://user@example.com/', basic('user:')],
      ['http://:secret@example.com/', basic(':secret')],
      ['http://us%40er:p%3Aw@example.com/', basic('us@er:p:w')],
      ['http://zoë:pä ss@example.com/', basic('zoë:pä ss')],
      ['http://a%zz:b@example.com/', basic('a%zz:b')],
    ];
    for (const [text, authorization] of cases) {
      assert.deepEqual(readUrl(text), { href: 'http://example.com/', authorization }, text);
    }
  });

  it('gives the same answer again and for more urls than it remembers', () => {
    for (let i = 0; i < 3000; i++) assert.equal(href(`http://host${i}.example/a b`), `http://host${i}.example/a%20b`);
    assert.equal(href('http://host1.example/a b'), 'http://host1.example/a%20b');
    assert.equal(href('http://host1.example/b c'), 'http://host1.example/b%20c');
  });
});

describe('parameters', () => {
  const encode = (...pairs: [string, string][]): string => encodeParameters(new Map(pairs));

  it('are percent-encoded as UTF-8, blanks as %20', () => {
    assert.equal(encode(['a b', 'c d'], ['ü', '€'], ['e', '']), 'a%20b=c%20d&%C3%BC=%E2%82%AC&e=');
  });

  it('leave only the unreserved characters of RFC 3986 as they are', () => {
    assert.equal(encode(["-._~!'()*", '&=+;#%']), '-._~%21%27%28%29%2A=%26%3D%2B%3B%23%25');
  });

  it('count a lone surrogate as U+FFFD', () => {
    assert.equal(encode(['a', '\ud800b\udc00']), 'a=%EF%BF%BDb%EF%BF%BD');
    assert.equal(encode(['a', '😀']), 'a=%F0%9F%98%80');
  });

  it('are put after the query that the url has', () => {
    assert.equal(withQuery('http://a/', 'b=c'), 'http://a/?b=c');
    assert.equal(withQuery('http://a/?x=y', 'b=c'), 'http://a/?x=y&b=c');
    assert.equal(withQuery('http://a/?', 'b=c'), 'http://a/?b=c');
    assert.equal(withQuery('http://a/?x&', 'b=c'), 'http://a/?x&b=c');
    assert.equal(withQuery('http://a/', ''), 'http://a/');
  });
});
