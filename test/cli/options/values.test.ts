import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as values from '#src/cli/options/values.js';

/** What a parser takes, with what it makes of it, and what it refuses. */
const parsers: Record<string, { takes: [text: string, value: unknown][]; refuses: string[] }> = {
  parseAddress: {
    takes: [
      ['http://host/a b', 'http://host/a%20b'],
      ['HTTPS://host', 'https://host/'],
      ['host/path', 'http://host/path'],
      ['localhost:8080/x', 'http://localhost:8080/x'],
      ['[::1]:80', 'http://[::1]/'],
    ],
    refuses: ['', 'ftp://host/', 'http://', 'file:///etc/passwd', 'http://a b/'],
  },
  parseProxy: {
    takes: [
      ['proxy:3128', 'http://proxy:3128/'],
      ['none', 'none'],
      ['', 'none'],
    ],
    refuses: ['https://proxy/', 'socks5://proxy/'],
  },
  parsePositive: { takes: [['1.5', 1.5]], refuses: ['0', '-1', 'x', '', ' ', 'Infinity'] },
  parseCount: {
    takes: [
      ['0', 0],
      ['12', 12],
    ],
    refuses: ['-1', '1.5', 'x', '', '1e3'],
  },
  parseParallel: {
    takes: [
      ['1', 1],
      ['1000', 1000],
    ],
    refuses: ['0', '1001', 'x', '2.5'],
  },
  parseRate: {
    takes: [
      ['500', 500],
      ['500k', 500_000],
      ['2M', 2_000_000],
      ['1.5G', 1_500_000_000],
      ['3MB/s', 3_000_000],
    ],
    refuses: ['', '0', 'k', '-1k', '2T', 'fast'],
  },
  parseCookies: { takes: [['a=b; c=d', 'a=b; c=d']], refuses: ['a', '', 'a=b\r\nX: y'] },
  parseMethod: { takes: [['put', 'PUT']], refuses: ['', 'PU T', 'a:b'] },
  parsePictureFile: {
    takes: [
      ['a/b.svg', 'a/b.svg'],
      ['b.HTML', 'b.HTML'],
    ],
    refuses: ['a.png', 'svg'],
  },
  collectHeader: {
    takes: [
      ['Name: value ', [['Name', 'value']]],
      ['Name:', [['Name', '']]],
      ['Name:a:b', [['Name', 'a:b']]],
    ],
    refuses: ['Name', ': value', 'Na me: x', 'Name: a\r\nOther: b', 'Content-Length: 5', 'Transfer-Encoding: x'],
  },
  collectFormField: {
    takes: [
      ['a=b=c', [['a', 'b=c']]],
      ['a=', [['a', '']]],
    ],
    refuses: ['a', '=b'],
  },
};

for (const [name, { takes, refuses }] of Object.entries(parsers)) {
  const parse = values[name as keyof typeof values] as (text: string) => unknown;
  describe(name, () => {
    for (const [text, value] of takes) {
      it(`takes ${JSON.stringify(text)}`, () => {
        assert.deepEqual(parse(text), value);
      });
    }
    for (const text of refuses) {
      it(`refuses ${JSON.stringify(text)}, and says what it wants`, () => {
        assert.throws(() => parse(text), { code: 'commander.invalidArgument', message: /\.$/ });
      });
    }
  });
}

it('collects what is repeated', () => {
  assert.deepEqual(values.collectHeader('B: 2', values.collectHeader('A: 1')), [
    ['A', '1'],
    ['B', '2'],
  ]);
});
