import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFieldValue, isToken, listTokens } from '#src/http1/index.js';

describe('isToken', () => {
  it('knows every ASCII character', () => {
    const tokenChars = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/;
    for (let code = 0; code < 0x200; code++) {
      const char = String.fromCharCode(code);
      assert.equal(isToken(char), tokenChars.test(char), `U+${code.toString(16)}`);
    }
  });

  it('needs at least one character, all of them right', () => {
    assert.equal(isToken(''), false);
    assert.equal(isToken('GET'), true);
    assert.equal(isToken('G T'), false);
  });
});

describe('isFieldValue', () => {
  it('refuses line ends and NUL anywhere', () => {
    for (const char of ['\r', '\n', '\0']) {
      for (const text of [char, `${char}a`, `a${char}b`, `a${char}`]) assert.equal(isFieldValue(text), false);
    }
  });

  it('takes everything else', () => {
    assert.equal(isFieldValue(''), true);
    assert.equal(isFieldValue(' a\tb\x01é世 '), true);
  });
});

describe('listTokens', () => {
  const lists = [
    ['', []],
    [' \t', []],
    ['close', ['close']],
    ['Keep-Alive , UPGRADE', ['keep-alive', 'upgrade']],
    [',a,,b,', ['a', 'b']],
    ['a;p="x, y", b', ['a;p="x, y"', 'b']],
    ['a;p="\\", y", b', ['a;p="\\", y"', 'b']],
    ['a;p="open, b', ['a;p="open, b']],
    ['a\\, b', ['a\\', 'b']],
  ] as const;
  for (const [value, tokens] of lists) {
    it(`reads ${JSON.stringify(value)}`, () => {
      assert.deepEqual(listTokens(value), tokens);
    });
  }
});
