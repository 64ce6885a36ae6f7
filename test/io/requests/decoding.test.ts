import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as zlib from 'node:zlib';
import { DecoderChain, codingsOf } from '#src/io/requests/decoding.js';
import { crc32, portableCrc32 } from '#src/io/requests/gzip-container.js';
import { decodeWhole } from '#src/io/requests/whole-decoding.js';

type Outcome = string | { error: string };
/** Decodes pieces; each way of decoding must give the same. */
type Decode = (codings: readonly string[], pieces: readonly Uint8Array[]) => Promise<Outcome>;

const whole: Decode = (codings, pieces) => {
  try {
    return Promise.resolve(Buffer.from(decodeWhole(codings, Buffer.concat(pieces))!).toString('latin1'));
  } catch (error) {
    return Promise.resolve({ error: (error as NodeJS.ErrnoException).code ?? 'none' });
  }
};

const piecewise: Decode = (codings, pieces) =>
  new Promise((resolve) => {
    const out: Buffer[] = [];
    const chain = new DecoderChain(codings, {
      decoded: (data) => {
        out.push(data);
        return true;
      },
      drained: () => undefined,
      ended: () => {
        resolve(Buffer.concat(out).toString('latin1'));
      },
      failed: (error) => {
        resolve({ error: error.code ?? 'none' });
      },
    });
    for (const piece of pieces) chain.write(Buffer.from(piece));
    chain.end();
  });

const ways: Record<string, Decode> = { 'in one go': whole, 'piece by piece': piecewise };

/** Feeds bytes whole and split at each place, at most 60 of them. */
async function everySplit(decode: Decode, codings: readonly string[], bytes: Buffer, expected: Outcome): Promise<void> {
  assert.deepEqual(await decode(codings, [bytes]), expected);
  const step = Math.max(1, Math.floor(bytes.length / 60));
  for (let at = 1; at < bytes.length; at += step) {
    const pieces = [bytes.subarray(0, at), bytes.subarray(at)];
    assert.deepEqual(await decode(codings, pieces), expected, `split at ${at}`);
  }
  if (bytes.length < 300) {
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    assert.deepEqual(await decode(codings, single), expected, 'byte by byte');
  }
}

const text = 'The quick brown fox jumps over the lazy dog. '.repeat(5);
const cut = { error: 'Z_BUF_ERROR' };
const bad = { error: 'Z_DATA_ERROR' };
const gzipped = zlib.gzipSync(text);

/** A gzip member with every optional field. */
function decorated(content: string): Buffer {
  const raw = zlib.deflateRawSync(content);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(Buffer.from(content), 0), 0);
  trailer.writeUInt32LE(content.length, 4);
  const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3]);
  return Buffer.concat([header, Buffer.from('name\0comment\0'), Buffer.from([0, 0]), raw, trailer]);
}

for (const [name, decode] of Object.entries(ways)) {
  describe(`content codings, ${name}`, () => {
    const check = (codings: readonly string[], bytes: Buffer, expected: Outcome): Promise<void> =>
      everySplit(decode, codings, bytes, expected);

    it('gzip, deflate with and without a zlib header, br', async () => {
      await check(['gzip'], gzipped, text);
      await check(['x-gzip'], gzipped, text);
      await check(['gzip'], decorated(text), text);
      await check(['deflate'], zlib.deflateSync(text), text);
      await check(['deflate'], zlib.deflateRawSync(text), text);
      await check(['br'], zlib.brotliCompressSync(text), text);
    });

    it('zstd, where this Node has it', { skip: !('zstdCompressSync' in zlib) }, async () => {
      const { zstdCompressSync } = zlib as unknown as { zstdCompressSync(data: string): Buffer };
      await check(['zstd'], zstdCompressSync(text), text);
    });

    it('empty content in each', async () => {
      await check(['gzip'], zlib.gzipSync(''), '');
      await check(['deflate'], zlib.deflateSync(''), '');
      await check(['deflate'], zlib.deflateRawSync(''), '');
      await check(['br'], zlib.brotliCompressSync(''), '');
      assert.equal(await decode(['gzip'], []), '');
    });

    it('chains, undone from the last to the first', async () => {
      const once = zlib.gzipSync(text);
      const twice = zlib.brotliCompressSync(once);
      await check(
        ['gzip', 'br', 'deflate', 'deflate', 'gzip'],
        zlib.gzipSync(zlib.deflateRawSync(zlib.deflateSync(twice))),
        text,
      );
    });

    it('several gzip members are one content', async () => {
      await check(['gzip'], Buffer.concat([zlib.gzipSync('ab'), zlib.gzipSync(''), zlib.gzipSync('cd')]), 'abcd');
    });

    it('bytes after the end of gzip and deflate data are ignored', async () => {
      for (const rest of ['\0\0\0', 'garbage', '\x1f', '\x1f\x8b', '\x1fx', '\x1f\x8b\x07rest', '<html>']) {
        await check(['gzip'], Buffer.concat([zlib.gzipSync('ab'), Buffer.from(rest, 'latin1')]), 'ab');
        await check(['deflate'], Buffer.concat([zlib.deflateSync('ab'), Buffer.from(rest, 'latin1')]), 'ab');
        await check(['deflate'], Buffer.concat([zlib.deflateRawSync('ab'), Buffer.from(rest, 'latin1')]), 'ab');
      }
    });

    it('data that is cut anywhere is an error', async () => {
      for (let length = 1; length < gzipped.length; length++) {
        assert.deepEqual(await decode(['gzip'], [gzipped.subarray(0, length)]), cut, `gzip, ${length} bytes`);
      }
      const deflated = zlib.deflateSync(text);
      for (let length = 1; length < deflated.length; length++) {
        assert.deepEqual(await decode(['deflate'], [deflated.subarray(0, length)]), cut, `deflate, ${length} bytes`);
      }
      const brotli = zlib.brotliCompressSync(text);
      const outcome = await decode(['br'], [brotli.subarray(0, brotli.length - 3)]);
      assert.ok(typeof outcome === 'object');
    });

    it('data that is something else, or was changed, is an error', async () => {
      await check(['gzip'], Buffer.from('plain text'), bad);
      await check(['gzip'], Buffer.from([0x1f, 0x8b, 8, 0xff, 0, 0, 0, 0, 0, 0, 1, 2]), bad);
      const wrongSum = Buffer.from(gzipped);
      wrongSum[wrongSum.length - 8]! ^= 1;
      await check(['gzip'], wrongSum, bad);
      const wrongSize = Buffer.from(gzipped);
      wrongSize[wrongSize.length - 1]! ^= 1;
      await check(['gzip'], wrongSize, bad);
      const wrongData = Buffer.from(zlib.deflateSync(text));
      wrongData[wrongData.length - 1]! ^= 1;
      await check(['deflate'], wrongData, bad);
      assert.ok(typeof (await decode(['br'], [Buffer.from('not brotli at all')])) === 'object');
    });
  });
}

describe('content codings', () => {
  it('reads Content-Encoding: unknown ones leave the body alone, more than five are refused', () => {
    assert.deepEqual(codingsOf('gzip'), ['gzip']);
    assert.deepEqual(codingsOf('GZip, identity,, BR'), ['gzip', 'br']);
    assert.deepEqual(codingsOf('identity'), []);
    assert.deepEqual(codingsOf(''), []);
    assert.deepEqual(codingsOf('gzip, compress'), []);
    assert.deepEqual(codingsOf('constructor'), []);
    assert.deepEqual(codingsOf('gzip, gzip, gzip, gzip, gzip')!.length, 5);
    assert.equal(codingsOf('gzip, gzip, gzip, gzip, gzip, gzip'), null);
  });

  it('in one go: gives up on what becomes large', () => {
    assert.equal(decodeWhole(['gzip'], zlib.gzipSync(Buffer.alloc(4 * 1024 * 1024))), null);
    const many = Buffer.concat(Array.from({ length: 20 }, () => zlib.gzipSync(Buffer.alloc(100 * 1024))));
    assert.equal(decodeWhole(['gzip'], many), null);
  });

  it('piece by piece: puts out no more than is taken', async () => {
    let out = 0;
    const state = { ended: false };
    const chain = new DecoderChain(['gzip'], {
      decoded: (data) => {
        out += data.length;
        return false;
      },
      drained: () => undefined,
      ended: () => {
        state.ended = true;
      },
      failed: (error) => {
        throw error;
      },
    });
    const size = 20 * 1024 * 1024;
    chain.write(zlib.gzipSync(Buffer.alloc(size)));
    chain.end();
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(out <= 256 * 1024, `${out} bytes came out of a chain that was paused`);
    while (!state.ended) {
      chain.resume();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(out, size);
  });

  it('the checksum for runtimes without one gives the same', () => {
    const data = Buffer.from(text);
    assert.equal(portableCrc32(data, 0), crc32(data, 0));
    assert.equal(portableCrc32(data.subarray(10), portableCrc32(data.subarray(0, 10), 0)), crc32(data, 0));
  });
});
