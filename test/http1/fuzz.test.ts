/**
 * Whatever the bytes are, the parser gives the same events whole and in pieces, stays in its bounds and comes to an end;
 * whatever the caller passes, the writer writes one request or none. fast-check prints the seed of a failure.
 *
 * The bounds themselves (offsets, kept bytes, calls per byte) are asserted in feeding.ts.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ParserEvent, checkHeaders, checkTarget, writeRequestHead } from '#src/http1/index.js';
import { utf8OrLatin1 } from '#src/http1/text.js';
import type { Feeding } from './feeding.js';
import { feedPieces } from './feeding.js';

const feeding: fc.Arbitrary<Feeding> = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'CONNECT', 'POST'),
  requestSaysClose: fc.boolean(),
  fin: fc.boolean(),
});

/** Where an input is cut; the numbers are taken modulo its length. */
const cuts = fc.array(fc.nat(), { maxLength: 12 });

function checkPieces(input: Uint8Array, at: readonly number[], how: Feeding): void {
  const whole = feedPieces(input, [], how);
  const sorted = at.map((cut) => cut % (input.length + 1)).sort((a, b) => a - b);
  assert.deepEqual(feedPieces(input, sorted, how), whole);
  const single = Array.from(input, (_, i) => i);
  assert.deepEqual(feedPieces(input, single, how, { shared: true }), whole);
}

/** Pieces of responses, in any order they may make a message or nonsense. */
const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('HTTP/1.1 200 OK\r\n', 'HTTP/1.0 200\n', 'HTTP/1.1 100 Continue\r\n\r\n') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('Content-Length: 5\r\n', 'Content-Length: 5, 6\n', 'content-length: -1\r\n'),
  },
  { weight: 4, arbitrary: fc.constantFrom('Transfer-Encoding: chunked\r\n', 'transfer-encoding: gzip, Chunked\n') },
  { weight: 2, arbitrary: fc.constantFrom('Connection: close\r\n', 'Connection: keep-alive\r\n', 'X: \xc3\xbc\r\n') },
  { weight: 6, arbitrary: fc.constantFrom('\r\n', '\n', '\r', ' ', '\t', ':', ';', ',', '\0', '\xff') },
  {
    weight: 6,
    arbitrary: fc.constantFrom('5\r\nhello\r\n', '0\r\n\r\n', '0\r\n', 'A;x="y"\r\n', '5 \n', 'ffffffffffffff'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 8 }) },
);

/** A response of which all is known before it is parsed. */
const response = fc
  .record({
    status: fc.integer({ min: 200, max: 999 }).filter((status) => status !== 204 && status !== 304),
    fields: fc.array(
      fc.tuple(fc.stringMatching(/^X-[A-Za-z0-9!~]{1,9}$/), fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)),
      { maxLength: 6 },
    ),
    chunks: fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 }),
    coding: fc.constantFrom('length', 'chunked', 'until-close'),
    eol: fc.constantFrom('\r\n', '\n'),
  })
  .map(({ status, fields, chunks, coding, eol }) => {
    const body = Buffer.concat(chunks);
    const lines = [`HTTP/1.1 ${status} Some Reason`, ...fields.map(([name, value]) => `${name}: ${value}`)];
    if (coding === 'length') lines.push(`Content-Length: ${body.length}`);
    if (coding === 'chunked') lines.push('Transfer-Encoding: chunked');
    const coded =
      coding === 'chunked'
        ? [...chunks.flatMap((chunk) => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']), '0\r\n\r\n']
        : [body];
    const parts = [lines.join(eol) + eol + eol, ...coded];
    const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
    return { status, fields, coding, body, bytes };
  });

describe('the parser, with any bytes', () => {
  it('does not depend on how arbitrary bytes are cut', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), cuts, feeding, checkPieces), { numRuns: 500 });
  });

  it('does not depend on how pieces of responses are cut', () => {
    const input = fc.array(fragment, { maxLength: 24 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));
    const afterHead = input.map((rest) => Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'), rest]));
    fc.assert(fc.property(fc.oneof(input, afterHead), cuts, feeding, checkPieces), { numRuns: 4000 });
  });

  it('does not depend on how a damaged response is cut', () => {
    const damage = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('change', 'insert', 'remove'), fc.integer({ max: 255 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const damaged = fc.tuple(response, damage).map(([{ bytes }, changes]) => {
      const list = [...bytes];
      for (const [where, how, byte] of changes) {
        const at = where % (list.length + 1);
        list.splice(at, how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [byte & 255]));
      }
      return Uint8Array.from(list);
    });
    fc.assert(fc.property(damaged, cuts, feeding, checkPieces), { numRuns: 2500 });
  });

  it('reads what a server wrote', () => {
    fc.assert(
      fc.property(response, cuts, ({ bytes, status, fields, coding, body }, at) => {
        const how = { fin: coding === 'until-close' };
        checkPieces(bytes, at, how);
        const outcome = feedPieces(bytes, [], how);
        assert.equal(outcome.last, ParserEvent.END);
        assert.equal(outcome.head?.status, status);
        assert.deepEqual(
          outcome.head.names.slice(0, fields.length),
          fields.map(([name]) => name),
        );
        assert.deepEqual(
          outcome.head.values.slice(0, fields.length),
          fields.map(([, value]) => value),
        );
        assert.equal(outcome.framing, coding);
        assert.equal(outcome.contentLength, coding === 'length' ? body.length : -1);
        assert.deepEqual(outcome.body, body);
        assert.equal(outcome.reusable, coding !== 'until-close');
        assert.equal(outcome.consumed, bytes.length);
      }),
      { numRuns: 1500 },
    );
  });

  it('never takes a part of a response for the whole', () => {
    fc.assert(
      fc.property(response, fc.nat(), ({ bytes, coding }, cut) => {
        const part = bytes.subarray(0, cut % bytes.length);
        const { last, head } = feedPieces(part, [], { fin: true });
        const mayEnd = coding === 'until-close' && head !== null;
        assert.equal(last, mayEnd ? ParserEvent.END : ParserEvent.FAULT);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('text', () => {
  it('is UTF-8 exactly where the platform says so', () => {
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4));
    const valid = fc.string({ unit: 'binary', maxLength: 8 }).map((text) => [...Buffer.from(text)]);
    const bytes = fc.oneof(fc.array(byte, { maxLength: 6 }), valid).map((list) => Buffer.from(list));
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(bytes, (list) => {
        const latin1 = list.toString('latin1');
        let expected = latin1;
        try {
          expected = decoder.decode(list);
        } catch {
          // Not UTF-8: stays Latin-1.
        }
        assert.equal(utf8OrLatin1(latin1), expected);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the writer, with any text', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\r\n', '\n', '\r', '\0', ': ', 'Host: a', 'X: b'),
  );
  const text = fc.array(nasty, { maxLength: 4 }).map((parts) => parts.join(''));

  it('writes exactly the lines asked for, or refuses', () => {
    const target = fc.oneof(fc.constantFrom('/', 'http://a/b', '*', 'a:1'), text);
    const method = fc.oneof(fc.constantFrom('GET', 'OPTIONS', 'CONNECT'), text);
    fc.assert(
      fc.property(
        method,
        target,
        fc.array(
          fc.oneof(
            text,
            text.map((value) => `X: ${value}`),
          ),
          { maxLength: 3 },
        ),
        (m, t, h) => {
          if (checkTarget(m, t) !== null || checkHeaders(h) !== null) return;
          const head = writeRequestHead(m, t, h, { host: 'host', userAgent: 'agent', contentLength: -1 });
          const lines = head.split(/\r\n|\r|\n/);
          assert.equal(lines[0], `${m} ${t} HTTP/1.1`);
          assert.equal(lines[0].split(' ').length, 3);
          assert.deepEqual(lines.slice(1, 1 + h.length), h);
          for (const line of lines.slice(1 + h.length, -2)) assert.match(line, /^(Host|User-Agent|Accept): [!-~]+$/);
          assert.deepEqual(lines.slice(-2), ['', '']);
          assert.equal(
            lines.filter((line) => /^host:/i.test(line)).length,
            Math.max(1, h.filter((line) => /^host:/i.test(line)).length),
          );
        },
      ),
      { numRuns: 4000 },
    );
  });
});
