/** StreamPeer's readers and writers of numbers and text, over an array. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Reader, Value } from './number-layouts.js';
import { bytes, layouts, write } from './number-layouts.js';
import { StreamPeerBuffer } from '#src/godot/stream-peer-buffer.js';
import { set_logger } from '#src/log.js';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const over = (...values: number[]): StreamPeerBuffer => {
  const peer = new StreamPeerBuffer();
  peer.data_array = bytes(...values);
  return peer;
};

let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
  set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
});
afterEach(() => {
  set_logger(null);
});

describe('big_endian', () => {
  it('is off by default; accessor and methods agree', () => {
    const peer = new StreamPeerBuffer();
    assert.equal(peer.big_endian, false);
    peer.big_endian = true;
    assert.equal(peer.is_big_endian_enabled(), true);
    peer.set_big_endian(false);
    assert.equal(peer.big_endian, false);
    assert.throws(() => {
      peer.big_endian = 1 as unknown as boolean;
    }, TypeError);
  });
});

describe('readers and writers of numbers', () => {
  for (const [reader, value, big] of layouts) {
    it(`${reader} of ${value}, both orders`, () => {
      for (const bigEndian of [true, false]) {
        const peer = new StreamPeerBuffer();
        peer.big_endian = bigEndian;
        write(peer, reader, value);
        assert.deepEqual(peer.data_array, bigEndian ? big : big.slice().reverse());
        peer.seek(0);
        assert.ok(Object.is(peer[reader](), value));
        assert.equal(peer.get_available_bytes(), 0);
      }
    });
  }

  it('give every value back', () => {
    const value: fc.Arbitrary<readonly [Reader, Value]> = fc.oneof(
      fc.integer({ min: -128, max: 127 }).map((v) => ['get_8', v] as const),
      fc.integer({ min: 0, max: 255 }).map((v) => ['get_u8', v] as const),
      fc.integer({ min: -32768, max: 32767 }).map((v) => ['get_16', v] as const),
      fc.integer({ min: 0, max: 65535 }).map((v) => ['get_u16', v] as const),
      fc.integer().map((v) => ['get_32', v] as const),
      fc.nat({ max: 0xffffffff }).map((v) => ['get_u32', v] as const),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((v) => ['get_64', v] as const),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((v) => ['get_u64', v] as const),
      fc.float().map((v) => ['get_float', v] as const),
      fc.double().map((v) => ['get_double', v] as const),
    );
    fc.assert(
      fc.property(fc.array(value), fc.boolean(), (values, bigEndian) => {
        const peer = new StreamPeerBuffer();
        peer.big_endian = bigEndian;
        for (const [reader, v] of values) write(peer, reader, v);
        peer.seek(0);
        for (const [reader, v] of values) assert.ok(Object.is(peer[reader](), v));
      }),
    );
  });

  it('cut what is out of range to its lowest bits, as two’s complement', () => {
    const peer = new StreamPeerBuffer();
    peer.put_8(200);
    peer.put_u8(-1);
    peer.put_16(0x12345);
    peer.put_u16(-2);
    peer.put_32(2 ** 32 + 5);
    peer.put_u32(-1.9);
    peer.put_u8(NaN);
    peer.put_64(2n ** 64n - 1n);
    peer.put_u64(-1n);
    peer.seek(0);
    assert.equal(peer.get_8(), -56);
    assert.equal(peer.get_u8(), 255);
    assert.equal(peer.get_16(), 0x2345);
    assert.equal(peer.get_u16(), 65534);
    assert.equal(peer.get_32(), 5);
    assert.equal(peer.get_u32(), 0xffffffff);
    assert.equal(peer.get_u8(), 0);
    assert.equal(peer.get_64(), -1n);
    assert.equal(peer.get_u64(), 2n ** 64n - 1n);
  });

  it('take numbers of 64 bits when they are exact', () => {
    const peer = new StreamPeerBuffer();
    peer.put_64(-5);
    peer.put_u64(Number.MAX_SAFE_INTEGER);
    peer.seek(0);
    assert.equal(peer.get_64(), -5n);
    assert.equal(peer.get_u64(), 2n ** 53n - 1n);
    for (const wrong of [2 ** 53, 0.5, NaN, '1', null]) {
      assert.throws(() => {
        peer.put_64(wrong as number);
      }, TypeError);
      assert.throws(() => {
        peer.put_u64(wrong as number);
      }, TypeError);
    }
  });

  it('throw a TypeError for what is no number', () => {
    const peer = new StreamPeerBuffer();
    for (const [reader] of layouts) {
      assert.throws(() => {
        write(peer, reader, '1' as unknown as number);
      }, TypeError);
    }
    assert.equal(peer.get_size(), 0);
  });
});

describe('half-precision numbers', () => {
  const half = (bits: number): number => over(bits & 0xff, bits >>> 8).get_half();
  const halfBits = (value: number): number => {
    const peer = new StreamPeerBuffer();
    peer.put_half(value);
    peer.seek(0);
    return peer.get_u16();
  };

  it('give all 65536 patterns back, but for the many of NaN', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = half(bits);
      if (Number.isNaN(value)) assert.ok((bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0);
      else assert.equal(halfBits(value), bits);
    }
  });

  it('round to the nearest, ties to even', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const low = half(bits);
      const high = half(bits + 1);
      const middle = (low + high) / 2;
      const step = (high - low) / 1024;
      assert.equal(halfBits(middle), bits % 2 === 0 ? bits : bits + 1);
      assert.equal(halfBits(middle - step), bits);
      assert.equal(halfBits(middle + step), bits + 1);
      assert.equal(halfBits(-(middle + step)), 0x8000 | (bits + 1));
    }
  });

  it('become infinity from 65520 up, and zero up to 2^-25', () => {
    assert.equal(halfBits(65519.999), 0x7bff);
    assert.equal(halfBits(65520), 0x7c00);
    assert.equal(halfBits(-1e300), 0xfc00);
    assert.equal(halfBits(2 ** -25), 0);
    assert.equal(halfBits(2 ** -25 * 1.0001), 1);
    assert.equal(halfBits(-Number.MIN_VALUE), 0x8000);
  });
});

describe('text', () => {
  it('is written after the count of its bytes', () => {
    const peer = new StreamPeerBuffer();
    peer.put_string('abc');
    peer.put_utf8_string('é');
    assert.deepEqual(peer.data_array, bytes(3, 0, 0, 0, 0x61, 0x62, 0x63, 2, 0, 0, 0, 0xc3, 0xa9));
    peer.clear();
    peer.big_endian = true;
    peer.put_string('');
    peer.put_utf8_string('x');
    assert.deepEqual(peer.data_array, bytes(0, 0, 0, 0, 0, 0, 0, 1, 0x78));
  });

  it('comes back', () => {
    const ascii = fc.string({ unit: 'binary-ascii' });
    const unicode = fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('\uFEFF'));
    fc.assert(
      fc.property(fc.array(fc.tuple(ascii, unicode)), fc.boolean(), (texts, bigEndian) => {
        const peer = new StreamPeerBuffer();
        peer.big_endian = bigEndian;
        for (const [first, second] of texts) {
          peer.put_string(first);
          peer.put_utf8_string(second);
        }
        peer.seek(0);
        for (const [first, second] of texts) {
          assert.equal(peer.get_string(), first);
          assert.equal(peer.get_utf8_string(), second);
        }
      }),
    );
  });

  it('is read without a count when one is given', () => {
    const peer = new StreamPeerBuffer();
    peer.data_array = latin1('abc\xe9\xc3\xa9\0z');
    assert.equal(peer.get_string(0), '');
    assert.equal(peer.get_string(4), 'abcé');
    assert.equal(peer.get_utf8_string(4), 'é\0z');
  });

  it('is Latin-1 when read as ASCII, each byte its own character', () => {
    const peer = over(...Array.from({ length: 256 }, (_, i) => i));
    const text = peer.get_string(256);
    assert.deepEqual(latin1(text), peer.data_array);
  });

  it('is a blank for each character that ASCII lacks, with a warning', () => {
    const peer = new StreamPeerBuffer();
    peer.put_string('aé😀z');
    peer.seek(0);
    assert.equal(peer.get_string(), 'a  z');
    assert.match(warnings.join(), /StreamPeer.put_string: .*put_utf8_string/);
  });

  it('has U+FFFD for what is no UTF-8, and no byte order mark at its start', () => {
    assert.equal(over(0x61, 0xff, 0x62).get_utf8_string(3), 'a\uFFFDb');
    assert.equal(over(0xef, 0xbb, 0xbf, 0x62).get_utf8_string(4), 'b');
    const peer = new StreamPeerBuffer();
    peer.put_utf8_string('\uD800');
    peer.seek(0);
    assert.equal(peer.get_utf8_string(), '\uFFFD');
  });

  it('of 1 MiB works', () => {
    const peer = new StreamPeerBuffer();
    const text = 'abcdefgh'.repeat(131072);
    peer.put_string(text);
    peer.seek(0);
    assert.equal(peer.get_string(), text);
  });

  it('is empty when its count lies, and nothing is allocated for it', () => {
    for (const length of [5, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) {
      for (const read of ['get_string', 'get_utf8_string'] as const) {
        const peer = new StreamPeerBuffer();
        peer.put_u32(length);
        peer.put_data(latin1('abcd'));
        peer.seek(0);
        const before = process.memoryUsage().arrayBuffers;
        assert.equal(peer[read](), '');
        assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
      }
    }
    assert.match(warnings.join(), /announces a text of 4294967295 bytes/);
  });

  it('refuses what is no count or no text', () => {
    const peer = over(1, 2, 3);
    assert.equal(peer.get_string(0.5), '');
    assert.equal(peer.get_utf8_string(-1.5), '');
    assert.equal(peer.get_position(), 0);
    assert.match(warnings.join(), /get_string: 0.5 is no number of bytes.*get_utf8_string: -1.5 is no/);
    assert.throws(() => peer.get_string('1' as unknown as number), TypeError);
    assert.throws(() => {
      peer.put_string(1 as unknown as string);
    }, TypeError);
    assert.throws(() => {
      peer.put_utf8_string(null as unknown as string);
    }, TypeError);
  });
});
