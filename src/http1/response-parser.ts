/**
 * The incremental parser of HTTP/1.1 responses: bytes in, events out (RFC 9112).
 *
 * It does no I/O, holds no connection and never throws: whatever the bytes are, each call returns one event. Waiting is
 * a return value. Body bytes are never copied: DATA names a range of the array given, which may be a view on shared
 * memory. Only an unfinished head is kept, up to its limit. The head itself is read by head-scanner.ts and
 * head-parser.ts, the chunked coding by chunked.ts, and framing.ts decides how the body ends.
 */
import { ChunkedBody } from './chunked.js';
import type { Framing, HttpFault, HttpFaultCode } from './events.js';
import { MAX_HEAD_BYTES, MAX_INTERIM_RESPONSES, ParserEvent } from './events.js';
import { MessageFraming } from './framing.js';
import { HeadParser, notHttp } from './head-parser.js';
import { HeadScanner } from './head-scanner.js';
import type { ResponseHead } from './response-head.js';
import type { Latin1Decoder } from './text.js';
import { decodeLatin1 } from './text.js';

/** What the next byte belongs to. */
const Phase = {
  HEAD: 0,
  COUNTED: 1,
  CHUNKED: 2,
  UNTIL_CLOSE: 3,
  /** Nothing more belongs to the message, but END was not given yet. */
  COMPLETE: 4,
  ENDED: 5,
  FAULTED: 6,
} as const;
type Phase = (typeof Phase)[keyof typeof Phase];

/**
 * Parses the responses of one connection, one after another.
 *
 * ```ts
 * parser.begin('GET');
 * let event = parser.next(bytes, from, to);
 * while (event !== ParserEvent.NEED_DATA) {
 *   if (event === ParserEvent.DATA) use(bytes.subarray(parser.dataFrom, parser.dataTo));
 *   if (event === ParserEvent.END || event === ParserEvent.FAULT) break;
 *   event = parser.next(bytes, parser.used, to);
 * }
 * ```
 */
export class ResponseParser {
  /** After each call of {@link next}: the offset after the bytes that are used up. */
  used = 0;
  /** Of a DATA event: where in the array given the body bytes begin. */
  dataFrom = 0;
  /** Of a DATA event: the offset after the last body byte, equal to {@link used}. */
  dataTo = 0;
  /** The head, from HEAD until {@link begin}. */
  head: ResponseHead | null = null;
  /** What is wrong, from FAULT until {@link begin}. */
  fault: HttpFault | null = null;
  /** How the body ends, valid from HEAD on. */
  framing: Framing = 'none';
  /**
   * The declared length of the body in bytes, valid from HEAD on: -1 when none was declared or it does not count
   * (chunked, until-close, upgrade). For HEAD and 304 the length a GET would have; for 204 always 0.
   */
  contentLength = -1;
  /** Of a counted body: how many bytes are still missing. Else 0. */
  remaining = 0;
  /** After END: whether the connection may carry another request. */
  reusable = false;

  private readonly decode: Latin1Decoder;
  private readonly scanner = new HeadScanner();
  private readonly fields = new HeadParser();
  private readonly message = new MessageFraming();
  private readonly chunked = new ChunkedBody();
  private phase: Phase = Phase.ENDED;
  private method = 'GET';
  private requestSaysClose = false;
  private heardNothing = true;
  private skippedEmptyLine = false;
  private interimResponses = 0;

  /**
   * @param decode - A faster way to make strings of Latin-1 bytes, where the platform has one.
   */
  constructor(decode: Latin1Decoder = decodeLatin1) {
    this.decode = decode;
  }

  /**
   * Expects the response to a request, and forgets everything of the one before.
   *
   * @param method - The request's method in upper case: HEAD and CONNECT have answers of their own kind.
   * @param requestSaysClose - Whether the request had `Connection: close`, so that the connection is not reused.
   */
  begin(method: string, requestSaysClose = false): void {
    this.method = method;
    this.requestSaysClose = requestSaysClose;
    this.head = null;
    this.fault = null;
    this.framing = 'none';
    this.contentLength = -1;
    this.remaining = 0;
    this.reusable = false;
    this.heardNothing = true;
    this.skippedEmptyLine = false;
    this.interimResponses = 0;
    this.scanner.reset();
    this.phase = Phase.HEAD;
  }

  /** Whether no response is being expected or read: before the first {@link begin}, and after END. */
  idle(): boolean {
    return this.phase === Phase.ENDED;
  }

  /** How many bytes the parser itself holds: those of an unfinished head, at most 262144. */
  get keptBytes(): number {
    return this.scanner.keptBytes;
  }

  /**
   * Goes on with the bytes in `[from, to)` of an array. The same bytes must not be given again once {@link used} is past
   * them. An empty range is allowed; it gives NEED_DATA unless END is due. Bytes after the end of a message are not
   * touched.
   *
   * @returns One event. After END and FAULT every further call gives the same, until {@link begin}.
   */
  next(bytes: Uint8Array, from: number, to: number): ParserEvent {
    switch (this.phase) {
      case Phase.COUNTED:
        return this.takeCounted(from, to);
      case Phase.CHUNKED:
        return this.takeChunked(bytes, from, to);
      case Phase.UNTIL_CLOSE:
        return this.takeData(from, to);
      case Phase.COMPLETE:
        return this.end(from);
      case Phase.ENDED:
        this.used = from;
        return ParserEvent.END;
      case Phase.FAULTED:
        this.used = from;
        return ParserEvent.FAULT;
      default:
        return this.readHead(bytes, from, to);
    }
  }

  /**
   * Says that the other side closed the connection and every byte it sent was given to {@link next}.
   *
   * @returns END when the message is complete (one that ends with the connection is complete now), else FAULT. The
   * connection is not reusable in either case.
   */
  finish(): ParserEvent {
    switch (this.phase) {
      case Phase.HEAD:
        if (this.heardNothing) return this.fail('NO_RESPONSE', 'The connection closed without an answer');
        return this.fail('TRUNCATED_HEAD', 'The connection closed before the head of the response was complete');
      case Phase.COUNTED: {
        const received = this.contentLength - this.remaining;
        const message = `The connection closed after ${received} of the ${this.contentLength} bytes of the body`;
        return this.fail('TRUNCATED_BODY', message);
      }
      case Phase.CHUNKED:
        return this.fail('TRUNCATED_BODY', 'The connection closed before the last chunk of the body was complete');
      case Phase.FAULTED:
        return ParserEvent.FAULT;
      default:
        this.phase = Phase.ENDED;
        this.reusable = false;
        return ParserEvent.END;
    }
  }

  private readHead(bytes: Uint8Array, from: number, to: number): ParserEvent {
    const { scanner } = this;
    let at = from;
    while (at < to) {
      this.heardNothing = false;
      const stranger = scanner.findStranger(bytes, at, to);
      if (stranger >= 0) {
        this.used = from;
        return this.failWith(notHttp(scanner.prefix + String.fromCharCode(bytes[stranger]!)));
      }
      const room = scanner.room;
      const limit = Math.min(to, at + room);
      const end = scanner.findEnd(bytes, at, limit);
      if (end < 0) {
        if (limit - at === room) {
          this.used = from;
          return this.fail('HEAD_TOO_LARGE', `The head of the response is longer than ${MAX_HEAD_BYTES} bytes`);
        }
        scanner.keep(bytes, at, limit);
        break;
      }
      const text = scanner.text(bytes, at, end, this.decode);
      this.used = end;
      const event = text.length <= 2 ? this.skipEmptyLine() : this.takeHead(text);
      if (event !== ParserEvent.NEED_DATA) return event;
      at = end;
    }
    this.used = to;
    return ParserEvent.NEED_DATA;
  }

  /** RFC 9112 §2.2 asks this of servers; clients meet it after a body one CRLF longer than declared. One is enough. */
  private skipEmptyLine(): ParserEvent {
    if (this.skippedEmptyLine) return this.fail('NOT_HTTP', 'The answer begins with more than one empty line');
    this.skippedEmptyLine = true;
    this.scanner.reset();
    return ParserEvent.NEED_DATA;
  }

  private takeHead(text: string): ParserEvent {
    const { fields, message, scanner } = this;
    const fault = fields.parse(text, scanner.bits > 0x7f, scanner.bareLf);
    scanner.reset();
    if (fault !== null) return this.failWith(fault);
    const head = fields.head!;
    if (head.status < 200 && head.status !== 101) return this.skipInterim();
    const framingFault = message.decide(this.method, head.status, fields, this.requestSaysClose);
    if (framingFault !== null) return this.failWith(framingFault);
    this.head = head;
    this.framing = message.framing;
    this.contentLength = message.contentLength;
    this.enterBody();
    return ParserEvent.HEAD;
  }

  /** RFC 9110 §15.2: any number of 1xx may come before the final response, and may be ignored. */
  private skipInterim(): ParserEvent {
    this.skippedEmptyLine = false;
    if (++this.interimResponses <= MAX_INTERIM_RESPONSES) return ParserEvent.NEED_DATA;
    const message = `More than ${MAX_INTERIM_RESPONSES} interim (1xx) responses came before the final one`;
    return this.fail('TOO_MANY_INTERIM', message);
  }

  private enterBody(): void {
    switch (this.framing) {
      case 'length':
        this.remaining = this.contentLength;
        this.phase = this.remaining === 0 ? Phase.COMPLETE : Phase.COUNTED;
        break;
      case 'chunked':
        this.chunked.reset();
        this.phase = Phase.CHUNKED;
        break;
      case 'until-close':
        this.phase = Phase.UNTIL_CLOSE;
        break;
      default:
        this.phase = Phase.COMPLETE;
    }
  }

  private takeCounted(from: number, to: number): ParserEvent {
    const event = this.takeData(from, Math.min(to, from + this.remaining));
    this.remaining -= this.used - from;
    if (this.remaining === 0) this.phase = Phase.COMPLETE;
    return event;
  }

  private takeChunked(bytes: Uint8Array, from: number, to: number): ParserEvent {
    const { chunked } = this;
    const event = chunked.next(bytes, from, to);
    this.used = chunked.used;
    if (event === ParserEvent.DATA) return this.takeData(chunked.dataFrom, chunked.used);
    if (event === ParserEvent.END) return this.end(chunked.used);
    return event === ParserEvent.FAULT ? this.failWith(chunked.fault!) : event;
  }

  private takeData(from: number, to: number): ParserEvent {
    this.used = to;
    if (from === to) return ParserEvent.NEED_DATA;
    this.dataFrom = from;
    this.dataTo = to;
    return ParserEvent.DATA;
  }

  private end(used: number): ParserEvent {
    this.used = used;
    this.phase = Phase.ENDED;
    this.reusable = this.message.reusable;
    return ParserEvent.END;
  }

  private fail(code: HttpFaultCode, message: string): ParserEvent {
    return this.failWith({ code, message });
  }

  /** The one way into FAULTED. What was kept of a head is let go. */
  private failWith(fault: HttpFault): ParserEvent {
    this.fault = fault;
    this.phase = Phase.FAULTED;
    this.reusable = false;
    this.scanner.reset();
    return ParserEvent.FAULT;
  }
}
