/**
 * Feeds one input to the parser in every way it can arrive, and checks that the way makes no difference.
 *
 * All parser tests go through {@link feed}: the input comes whole, byte by byte, split at every index, on shared memory,
 * and with other bytes after it. Around the bytes that may be read lie bytes that would change the result if they were.
 */
import assert from 'node:assert/strict';
import type { HttpFault, Latin1Decoder, ResponseHead } from '#src/http1/index.js';
import { MAX_HEAD_BYTES, ParserEvent, ResponseParser } from '#src/http1/index.js';

/** The request whose response is fed, and what follows the bytes. */
export interface Feeding {
  /** Default: GET. */
  readonly method?: string;
  /** Whether the request had `Connection: close`. Default: no. */
  readonly requestSaysClose?: boolean;
  /** Whether the connection is closed after the bytes. Default: no. */
  readonly fin?: boolean;
}

/** All that can be known of a response once its bytes were fed. */
export interface Outcome {
  readonly head: ResponseHead | null;
  readonly framing: string;
  readonly contentLength: number;
  readonly body: Buffer;
  readonly last: ParserEvent;
  readonly fault: HttpFault | null;
  readonly reusable: boolean;
  /** How many bytes belong to the message; only meaningful after END. */
  readonly consumed: number;
}

/** Inputs up to this size are split at every index, larger ones at some. */
const SPLIT_EVERYWHERE = 600;

/** What a careless parser would read beyond its range. */
const AROUND = Buffer.from('\r\n\r\n0\r\n\r\n');

const AFTERWARDS = 'HTTP/1.1 500 Of the next response\r\n\r\n';

const bufferDecode: Latin1Decoder = (bytes, from, to) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');

/**
 * Feeds an input in every way and asserts that all give the same.
 *
 * @param input - The bytes, or a string of characters up to U+00FF.
 * @returns The outcome of feeding it whole.
 */
export function feed(input: string | Uint8Array, feeding: Feeding = {}): Outcome {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'latin1') : Buffer.from(input);
  const whole = feedPieces(bytes, [], feeding);
  for (const cuts of waysToCut(bytes.length)) {
    assert.deepEqual(feedPieces(bytes, cuts, feeding), whole, `cut at ${cuts.slice(0, 5).join(', ')}`);
  }
  assert.deepEqual(feedPieces(bytes, [], feeding, { shared: true, decode: bufferDecode }), whole, 'on shared memory');
  if (whole.last === ParserEvent.END && feeding.fin !== true) checkTrailing(bytes, whole, feeding);
  return whole;
}

/** The message must end where it ends, whatever comes after it. */
function checkTrailing(bytes: Buffer, whole: Outcome, feeding: Feeding): void {
  const more = Buffer.concat([bytes, Buffer.from(AFTERWARDS)]);
  assert.deepEqual(feedPieces(more, [], feeding), whole, 'with trailing bytes');
  assert.deepEqual(feedPieces(more, [bytes.length], feeding), whole, 'with trailing bytes in a piece of their own');
}

function* waysToCut(length: number): Generator<readonly number[]> {
  yield Array.from({ length: Math.max(0, length - 1) }, (_, i) => i + 1);
  const step = length <= SPLIT_EVERYWHERE ? 1 : Math.ceil(length / 20);
  for (let at = 0; at <= length; at += step) yield [at];
}

/**
 * Feeds an input cut at the given offsets, which do not go down, and checks on the way that the parser keeps its
 * promises: offsets stay in range, memory stays bounded, and the number of calls is in proportion to the bytes.
 */
export function feedPieces(
  input: Uint8Array,
  cuts: readonly number[],
  feeding: Feeding = {},
  { shared = false, decode = undefined as Latin1Decoder | undefined } = {},
): Outcome {
  const { bytes, start } = surrounded(input, shared);
  const parser = new ResponseParser(decode);
  parser.begin(feeding.method ?? 'GET', feeding.requestSaysClose ?? false);
  const body: Buffer[] = [];
  let at = start;
  let last: ParserEvent = ParserEvent.NEED_DATA;
  let calls = 0;
  for (const cut of [...cuts, input.length]) {
    const to = start + cut;
    do {
      last = parser.next(bytes, at, to);
      calls++;
      assert.ok(parser.used >= at && parser.used <= to, `used ${parser.used} is outside ${at} to ${to}`);
      if (last === ParserEvent.DATA) {
        assert.ok(parser.dataFrom >= at && parser.dataFrom < parser.dataTo && parser.dataTo === parser.used);
        body.push(Buffer.from(bytes.slice(parser.dataFrom, parser.dataTo)));
      }
      if (last === ParserEvent.NEED_DATA) assert.equal(parser.used, to, 'NEED_DATA leaves bytes behind');
      assert.ok(parser.keptBytes <= MAX_HEAD_BYTES);
      at = parser.used;
    } while (last === ParserEvent.HEAD || last === ParserEvent.DATA);
    if (last === ParserEvent.FAULT || last === ParserEvent.END) break;
  }
  assert.ok(calls <= 3 * input.length + cuts.length + 3, `${calls} calls for ${input.length} bytes`);
  if (feeding.fin === true) last = parser.finish();
  const { head, framing, contentLength, fault, reusable } = parser;
  const consumed = last === ParserEvent.END ? at - start : -1;
  return { head, framing, contentLength, body: Buffer.concat(body), last, fault, reusable, consumed };
}

/** The input as a view that begins inside its memory, with misleading bytes on both sides. */
function surrounded(input: Uint8Array, shared: boolean): { bytes: Uint8Array; start: number } {
  const offset = 24;
  const size = AROUND.length + input.length + AROUND.length;
  const memory = shared ? new SharedArrayBuffer(offset + size) : new ArrayBuffer(offset + size);
  const bytes = new Uint8Array(memory, offset, size);
  bytes.set(AROUND, 0);
  bytes.set(input, AROUND.length);
  bytes.set(AROUND, AROUND.length + input.length);
  return { bytes, start: AROUND.length };
}
