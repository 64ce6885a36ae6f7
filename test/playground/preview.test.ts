/** How bodies are looked at. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeText } from '../../playground/page/body/charset.js';
import { hexDump } from '../../playground/page/body/hex-dump.js';
import { laidOutJson } from '../../playground/page/body/json-layout.js';
import { preview, type Preview } from '../../playground/page/body/preview.js';

const bytesOf = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding));

function previewOf(body: string | Uint8Array, contentType = '', size?: number): Preview {
  const bytes = typeof body === 'string' ? bytesOf(body) : body;
  return preview({ bytes, size: size ?? bytes.length, contentType });
}

const textOf = (shown: Preview): string => ('text' in shown ? shown.text : '');

describe('a charset', () => {
  const cases = [
    ['of the type', bytesOf('Grüße', 'latin1'), 'text/plain; charset=iso-8859-1', 'Grüße', 'windows-1252'],
    ['of the type, quoted', bytesOf('é', 'latin1'), 'text/plain;charset="ISO-8859-1"', 'é', 'windows-1252'],
    ['of Japan', new Uint8Array([0x93, 0xfa, 0x96, 0x7b]), 'text/plain; charset=Shift_JIS', '日本', 'shift_jis'],
    ['by the mark before it', new Uint8Array([0xff, 0xfe, 0x68, 0, 0x69, 0]), 'text/plain', 'hi', 'utf-16le'],
    ['by the mark, whatever the type says', bytesOf('\ufeffé'), 'text/plain; charset=latin1', 'é', 'utf-8'],
    ['of HTML’s own word', bytesOf('<meta charset=koi8-r>', 'latin1'), 'text/html', '<meta charset=koi8-r>', 'koi8-r'],
    [
      'of XML’s own word',
      bytesOf('<?xml version="1.0" encoding="latin1"?>é', 'latin1'),
      'text/xml',
      '<?xml version="1.0" encoding="latin1"?>é',
      'windows-1252',
    ],
    ['that nobody names, UTF-8', bytesOf('naïve'), 'text/plain', 'naïve', 'utf-8'],
    ['that nobody names, not UTF-8', bytesOf('naïve', 'latin1'), 'text/plain', 'naïve', 'windows-1252'],
    ['that does not exist', bytesOf('naïve'), 'text/plain; charset=klingon', 'naïve', 'utf-8'],
  ] as const;
  for (const [which, bytes, type, text, charset] of cases) {
    it(which, () => {
      assert.deepEqual(decodeText(bytes, type), { text, charset });
    });
  }

  it('is not mistaken when a character is cut in two', () => {
    assert.deepEqual(decodeText(bytesOf('grün€').subarray(0, -1), 'text/plain'), { text: 'grün', charset: 'utf-8' });
  });
});

describe('JSON', () => {
  it('is laid out a value a line', () => {
    const laidOut = laidOutJson('{"a":[1,{"b":null}],"c":{},"d":[],"e":"x, {y}: \\"z\\""}');
    assert.equal(
      laidOut,
      `{
  "a": [
    1,
    {
      "b": null
    }
  ],
  "c": {},
  "d": [],
  "e": "x, {y}: \\"z\\""
}`,
    );
  });

  it('is what JSON.stringify would make of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        assert.equal(laidOutJson(JSON.stringify(value, null, space)), JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps what JavaScript would change', () => {
    assert.equal(laidOutJson('{"n":9007199254740993,"n":1.10}'), '{\n  "n": 9007199254740993,\n  "n": 1.10\n}');
  });

  it('is left alone when it is none', () => {
    assert.equal(laidOutJson('{"a":'), null);
    assert.deepEqual(previewOf('{"a":', 'application/json').kind, 'json');
    assert.equal(textOf(previewOf('{"a":', 'application/json')), '{"a":');
  });
});

describe('a hex dump', () => {
  it('has offset, bytes and signs', () => {
    assert.equal(
      hexDump(new Uint8Array([...Buffer.from('tickwire\n'), 0, 0xff, ...Buffer.from('abcdefg')])),
      '00000000  74 69 63 6b 77 69 72 65  0a 00 ff 61 62 63 64 65  tickwire...abcde\n' +
        '00000010  66 67                                             fg',
    );
  });
});

describe('a body', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
  const cases = [
    ['empty', '', 'text/plain', 'empty'],
    ['text', 'hello', 'text/plain; charset=utf-8', 'text'],
    ['HTML, as its source', '<b>hello</b>', 'text/html', 'text'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 'text'],
    ['JSON', '{}', 'application/json', 'json'],
    ['JSON of a kind', '{}', 'application/problem+json; charset=utf-8', 'json'],
    ['XML of a kind', '<a/>', 'application/atom+xml', 'text'],
    ['an image by its type', '<svg/>', 'image/svg+xml', 'image'],
    ['an image by its beginning', png, '', 'image'],
    ['an image that is called bytes', png, 'application/octet-stream', 'image'],
    ['bytes', 'just text', 'application/octet-stream', 'binary'],
    ['text that nobody named', 'just text\r\n\twith blanks', '', 'text'],
    ['bytes that nobody named', new Uint8Array([0, 1, 2]), '', 'binary'],
    ['text that is none', new Uint8Array([0x61, 0, 0x62]), 'text/plain', 'binary'],
    ['UTF-16', new Uint8Array([0x61, 0, 0x62, 0]), 'text/plain; charset=utf-16le', 'text'],
    ['something else', 'x', 'application/wasm', 'binary'],
  ] as const;
  for (const [which, body, type, kind] of cases) {
    it(`is seen as ${kind}: ${which}`, () => {
      assert.equal(previewOf(body, type).kind, kind);
    });
  }

  it('that is long is cut, with a note', () => {
    const text = previewOf('x'.repeat(150_000), 'text/plain');
    assert.equal(textOf(text).length, 100_000);
    assert.match(text.note, /the first 100,000 characters/);
    const bytes = previewOf(new Uint8Array(5000), 'application/octet-stream', 20_000_000);
    assert.equal(textOf(bytes).split('\n').length, 256);
    assert.match(bytes.note, /the first 4,096 of 20,000,000/);
  });

  it('that is an image in parts is shown as bytes', () => {
    assert.equal(previewOf(png, 'image/png', 100).kind, 'binary');
  });
});
