/** Query strings: the document's examples, cases recorded from a real engine, and properties of any fields. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { QueryFields } from '#src/godot/query-string.js';
import { queryStringFromDict } from '#src/godot/query-string.js';

const check = (name: string, cases: readonly (readonly [QueryFields, string])[]): void => {
  it(name, () => {
    for (const [fields, expected] of cases) assert.equal(queryStringFromDict(fields), expected);
  });
};

const map = (...entries: [unknown, unknown][]): QueryFields => new Map(entries);

describe('the examples of the document', () => {
  check('hold', [
    [{ username: 'user', password: 'pass' }, 'username=user&password=pass'],
    [
      { single: 123, not_valued: null, multiple: [22, 33, 44] },
      'single=123&not_valued&multiple=22&multiple=33&multiple=44',
    ],
  ]);
});

describe('as the real engine answers', () => {
  check('strings and empty texts', [
    [{ a: 'b' }, 'a=b'],
    [{ a: '' }, 'a='],
    [{ '': 'b' }, '=b'],
    [{ '': '' }, '='],
    [{}, ''],
  ]);

  check('null: the key alone', [
    [{ a: null }, 'a'],
    [{ a: null, b: 1, c: null }, 'a&b=1&c'],
    [{ 'a b': null }, 'a%20b'],
  ]);

  check('arrays: the key repeated, nothing when empty', [
    [{ a: [1, 2, 3] }, 'a=1&a=2&a=3'],
    [{ a: ['x y', '&'] }, 'a=x%20y&a=%26'],
    [{ 'a b': [1] }, 'a%20b=1'],
    [{ a: [] }, ''],
    [{ a: [], b: 1 }, 'b=1'],
    [{ b: 1, a: [] }, 'b=1'],
    [{ a: [true, false] }, 'a=true&a=false'],
  ]);

  check('numbers and booleans', [
    [{ a: 0 }, 'a=0'],
    [{ a: -1 }, 'a=-1'],
    [{ a: 9223372036854775807n }, 'a=9223372036854775807'],
    [{ a: 1.5 }, 'a=1.5'],
    [{ a: 1.0 }, 'a=1'],
    [{ a: -0.5 }, 'a=-0.5'],
    [{ a: 3.14159265358979 }, 'a=3.14159265358979'],
    [{ a: true, b: false }, 'a=true&b=false'],
  ]);

  check('keys that are no strings', [
    [map([1, 'a']), '1=a'],
    [map([1.5, 'a']), '1.5=a'],
    [map([true, 'a']), 'true=a'],
  ]);

  check('the order is kept', [
    [{ z: 1, a: 2, m: 3 }, 'z=1&a=2&m=3'],
    [map(['z', 1], ['2', 2], ['1', 3]), 'z=1&2=2&1=3'],
  ]);

  check('blanks, reserved and control characters', [
    [{ 'a b': 'c d' }, 'a%20b=c%20d'],
    [{ a: '  ' }, 'a=%20%20'],
    [{ a: 'x+y' }, 'a=x%2By'],
    [{ a: "!*'();:@&=+$,/?#[]" }, 'a=%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D'],
    [{ 'a&b': 'c=d' }, 'a%26b=c%3Dd'],
    [{ a: '100%' }, 'a=100%25'],
    [{ a: '%20' }, 'a=%2520'],
    [{ a: '-._~' }, 'a=-._~'],
    [{ a: '<>"{}|^`\\' }, 'a=%3C%3E%22%7B%7D%7C%5E%60%5C'],
    [{ a: 'line1\r\nline2\t.' }, 'a=line1%0D%0Aline2%09.'],
  ]);

  check('text beyond ASCII, as UTF-8', [
    [{ a: 'é' }, 'a=%C3%A9'],
    [{ ü: '1' }, '%C3%BC=1'],
    [{ a: '世界' }, 'a=%E4%B8%96%E7%95%8C'],
    [{ a: '😀' }, 'a=%F0%9F%98%80'],
    [{ a: 'xéy世z' }, 'a=x%C3%A9y%E4%B8%96z'],
  ]);
});

describe('where JavaScript differs', () => {
  check('undefined counts as null; so does either within an array', [
    [{ a: undefined, b: 1 }, 'a&b=1'],
    [{ a: [1, null, undefined] }, 'a=1&a&a'],
    [map([null, 'a']), 'null=a'],
  ]);

  check('whatever else there is, is its text', [
    [{ a: [[1, 2], [3]] }, 'a=1%2C2&a=3'],
    [{ a: { b: 1 } }, 'a=%5Bobject%20Object%5D'],
    [{ a: new Uint8Array([1, 2]) }, 'a=1%2C2'],
    [{ a: Symbol('s') }, 'a=Symbol%28s%29'],
    [{ a: Object.create(null) as unknown }, 'a=%5Bobject%20Object%5D'],
    [{ a: NaN, b: -Infinity }, 'a=NaN&b=-Infinity'],
  ]);

  check('a lone surrogate is U+FFFD', [
    [{ a: '\uD83D' }, 'a=%EF%BF%BD'],
    [{ '\uDE00': '\uD83D\uD83D\uDE00' }, '%EF%BF%BD=%EF%BF%BD%F0%9F%98%80'],
  ]);

  check('an object with a null prototype, and a key named __proto__, are data', [
    [Object.assign(Object.create(null) as Record<string, unknown>, { a: 1 }), 'a=1'],
    [JSON.parse('{"__proto__": "x"}') as Record<string, unknown>, '__proto__=x'],
  ]);

  it('refuses what has no fields', () => {
    for (const wrong of [null, undefined, 'a=b', 1, [['a', 1]]]) {
      assert.throws(() => queryStringFromDict(wrong as unknown as QueryFields), TypeError);
    }
  });
});

describe('any fields', () => {
  const text = fc.string({ unit: 'binary' });

  it('come back from URLSearchParams', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (entries) => {
        const fields = new Map(entries);
        assert.deepEqual([...new URLSearchParams(queryStringFromDict(fields))], [...fields]);
      }),
    );
  });

  it('give unreserved characters, percent-encoded bytes, = and & only, and never throw', () => {
    fc.assert(
      fc.property(fc.dictionary(text, fc.anything()), (fields) => {
        assert.match(queryStringFromDict(fields), /^(?:[\w.~&=-]|%[\dA-F]{2})*$/);
      }),
    );
  });
});
