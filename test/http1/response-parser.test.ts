/** What callers of the parser rely on beyond single responses: offsets, sequences, resources. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_HEAD_BYTES, ParserEvent, ResponseParser, decodeLatin1 } from '#src/http1/index.js';
import { feed } from './feeding.js';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Begins a GET and feeds a whole text up to its HEAD. */
function headOf(text: string): { parser: ResponseParser; bytes: Uint8Array } {
  const parser = new ResponseParser();
  const bytes = bytesOf(text);
  parser.begin('GET');
  assert.equal(parser.next(bytes, 0, bytes.length), ParserEvent.HEAD);
  return { parser, bytes };
}

describe('events', () => {
  it('names body bytes as ranges of the array given, limited by the range given', () => {
    const { parser, bytes } = headOf('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n01234567');
    const start = parser.used;
    assert.equal(parser.next(bytes, start, start + 3), ParserEvent.DATA);
    assert.deepEqual([parser.dataFrom, parser.dataTo, parser.used], [start, start + 3, start + 3]);
    assert.equal(parser.remaining, 5);
    assert.equal(parser.next(bytes, start + 3, bytes.length), ParserEvent.DATA);
    assert.deepEqual([parser.dataFrom, parser.dataTo, parser.remaining], [start + 3, start + 8, 0]);
  });

  it('gives END after the last counted byte without further bytes', () => {
    const { parser, bytes } = headOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    parser.next(bytes, parser.used, bytes.length);
    assert.equal(parser.idle(), false);
    assert.equal(parser.next(bytes, bytes.length, bytes.length), ParserEvent.END);
    assert.equal(parser.idle(), true);
  });

  it('gives END directly after a head without a body', () => {
    const { parser, bytes } = headOf('HTTP/1.1 204 No Content\r\n\r\n');
    assert.equal(parser.next(bytes, bytes.length, bytes.length), ParserEvent.END);
  });

  it('gives NEED_DATA for an empty range in every other place', () => {
    const text = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    const parser = new ResponseParser();
    const bytes = bytesOf(text);
    parser.begin('GET');
    for (let at = 0; at < bytes.length; at++) {
      assert.equal(parser.next(bytes, at, at), ParserEvent.NEED_DATA);
      assert.equal(parser.used, at);
      parser.next(bytes, at, at + 1);
    }
    assert.equal(parser.next(bytes, bytes.length, bytes.length), ParserEvent.END);
  });

  it('gives END again and touches no bytes until the next request', () => {
    const { parser, bytes } = headOf('HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n\r\n');
    const end = parser.used;
    for (let i = 0; i < 3; i++) {
      assert.equal(parser.next(bytes, end, bytes.length), ParserEvent.END);
      assert.equal(parser.used, end);
    }
    assert.equal(parser.finish(), ParserEvent.END);
  });

  it('gives FAULT again, whatever comes', () => {
    const parser = new ResponseParser();
    parser.begin('GET');
    const bad = bytesOf('nonsense');
    assert.equal(parser.next(bad, 0, bad.length), ParserEvent.FAULT);
    const { fault } = parser;
    const good = bytesOf('HTTP/1.1 204 No Content\r\n\r\n');
    assert.equal(parser.next(good, 0, good.length), ParserEvent.FAULT);
    assert.equal(parser.finish(), ParserEvent.FAULT);
    assert.equal(parser.fault, fault);
    assert.equal(parser.keptBytes, 0);
  });

  it('expects nothing before the first request', () => {
    const parser = new ResponseParser();
    assert.equal(parser.idle(), true);
    assert.equal(parser.next(bytesOf('HTTP/1.1 200 OK\r\n\r\n'), 0, 19), ParserEvent.END);
    assert.equal(parser.used, 0);
    assert.equal(parser.finish(), ParserEvent.END);
  });

  it('says the body is reusable only once it has ended', () => {
    const { parser, bytes } = headOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    assert.equal(parser.reusable, false);
    parser.next(bytes, parser.used, bytes.length);
    assert.equal(parser.reusable, false);
    parser.next(bytes, parser.used, bytes.length);
    assert.equal(parser.reusable, true);
    parser.finish();
    assert.equal(parser.reusable, false);
  });
});

describe('one response after another', () => {
  const responses = [
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok'],
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2;x\r\nok\r\n0\r\nX: y\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nX-Name: J\xc3\xbc\r\n\r\n'],
    ['POST', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\r\nX-Latin: \xfc\r\n\r\nuntil close'],
  ] as const;

  it('remembers nothing of the former one, wherever the bytes are cut', () => {
    const bytes = bytesOf(responses.map(([, text]) => text).join(''));
    for (const step of [1, 2, 3, 7, 64, bytes.length]) {
      const parser = new ResponseParser();
      let at = 0;
      let to = 0;
      for (const [method, text] of responses) {
        const alone = feed(text, { method, fin: method === 'GET' && text.endsWith('close') });
        parser.begin(method);
        assert.deepEqual([parser.head, parser.fault, parser.framing, parser.contentLength], [null, null, 'none', -1]);
        let body = '';
        for (;;) {
          const event = parser.next(bytes, at, to);
          at = parser.used;
          if (event === ParserEvent.DATA) body += decodeLatin1(bytes, parser.dataFrom, parser.dataTo);
          if (event === ParserEvent.END) break;
          if (event !== ParserEvent.NEED_DATA) continue;
          if (to === bytes.length) {
            assert.equal(parser.finish(), ParserEvent.END);
            break;
          }
          to = Math.min(bytes.length, to + step);
        }
        assert.deepEqual(parser.head, alone.head);
        assert.equal(parser.framing, alone.framing);
        assert.equal(parser.contentLength, alone.contentLength);
        assert.equal(parser.reusable, alone.reusable);
        assert.equal(body, alone.body.toString('latin1'));
      }
    }
  });

  it('counts toward each limit anew', () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(600);
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    const size = `0;${'x'.repeat(9_000)}\r\n`;
    const trailers = `X: ${'y'.repeat(250)}\r\n`.repeat(600);
    const bytes = bytesOf(`${interim}${head}${size}${trailers}\r\n`);
    const parser = new ResponseParser();
    for (let i = 0; i < 3; i++) {
      parser.begin('GET');
      assert.equal(parser.next(bytes, 0, bytes.length), ParserEvent.HEAD);
      assert.equal(parser.next(bytes, parser.used, bytes.length), ParserEvent.END);
    }
  });

  it('begins anew after a fault and in the middle of a body', () => {
    const parser = new ResponseParser();
    const answer = bytesOf('HTTP/1.1 204 No Content\r\n\r\n');
    for (const start of ['nonsense', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', 'HTTP/1.1 200 O']) {
      parser.begin('GET');
      const bytes = bytesOf(start);
      for (let at = 0; at < bytes.length; at = parser.used) {
        if (parser.next(bytes, at, bytes.length) === ParserEvent.FAULT) break;
      }
      parser.begin('GET');
      assert.equal(parser.remaining, 0);
      assert.equal(parser.keptBytes, 0);
      assert.equal(parser.next(answer, 0, answer.length), ParserEvent.HEAD);
      assert.equal(parser.head?.status, 204);
    }
  });
});

describe('resources', () => {
  it('keeps nothing of a head that comes whole, and nothing after one that came in pieces', () => {
    const head = bytesOf(`HTTP/1.1 204 No Content\r\nX-Long: ${'v'.repeat(50_000)}\r\n\r\n`);
    const parser = new ResponseParser();
    parser.begin('GET');
    parser.next(head, 0, 40_000);
    assert.equal(parser.keptBytes, 40_000);
    assert.equal(parser.next(head, 40_000, head.length), ParserEvent.HEAD);
    assert.equal(parser.keptBytes, 0);
  });

  it('decodes a head once, and where it lies if it is whole', () => {
    const calls: [Uint8Array, number, number][] = [];
    const parser = new ResponseParser((bytes, from, to) => {
      calls.push([bytes, from, to]);
      return decodeLatin1(bytes, from, to);
    });
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n';
    const bytes = bytesOf(`....${head}ok....`);
    const end = bytes.length - 4;
    parser.begin('GET');
    parser.next(bytes, 4, end);
    assert.deepEqual(calls, [[bytes, 4, 4 + head.length]]);
    assert.equal(calls[0]?.[0], bytes);
    parser.begin('GET');
    parser.next(bytes, 4, 20);
    parser.next(bytes, 20, end);
    assert.equal(calls.length, 2);
  });

  it('reads each byte of a head a fixed number of times, however small the pieces', () => {
    const head = Buffer.from(`HTTP/1.1 204 No Content\r\n${'X-Field: value\r\n'.repeat(300)}\r\n`);
    let reads = 0;
    const counting = new Proxy(head, {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
        return Reflect.get(target, key) as unknown;
      },
    });
    const parser = new ResponseParser();
    parser.begin('GET');
    let event: ParserEvent = ParserEvent.NEED_DATA;
    for (let at = 0; at < head.length; at++) event = parser.next(counting, at, at + 1);
    assert.equal(event, ParserEvent.HEAD);
    assert.ok(reads <= 3 * head.length, `${reads} reads of ${head.length} bytes`);
  });

  it('refuses an endless head at the limit, not later', () => {
    const piece = new Uint8Array(65_536).fill(97);
    const start = bytesOf('HTTP/1.1 200 OK\r\nX: ');
    const parser = new ResponseParser();
    parser.begin('GET');
    parser.next(start, 0, start.length);
    let fed = start.length;
    while (parser.next(piece, 0, piece.length) === ParserEvent.NEED_DATA) fed += piece.length;
    assert.equal(parser.fault?.code, 'HEAD_TOO_LARGE');
    assert.ok(fed <= MAX_HEAD_BYTES);
  });

  it('has a portable decoder that takes blocks of any size', () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(20_016), 16).map((_, i) => i % 256);
    for (const [from, to] of [
      [0, 0],
      [3, 4],
      [0, 4096],
      [1, 4098],
      [5, 20_000],
    ] as const) {
      assert.equal(decodeLatin1(bytes, from, to), Buffer.from(bytes.slice(from, to)).toString('latin1'));
    }
  });
});
