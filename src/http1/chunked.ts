/**
 * Undoes the chunked coding (RFC 9112 §7.1), byte range by byte range, without keeping any byte.
 *
 * Size lines and trailers go through a table of states one byte at a time; the data between them is handed out as
 * ranges of the caller's array. Chunk extensions and trailers are dropped, but limited.
 */
import type { HttpFault, HttpFaultCode } from './events.js';
import { MAX_CHUNK_LINE_BYTES, MAX_FIELDS, MAX_HEAD_BYTES, ParserEvent } from './events.js';
import { excerpt } from './grammar.js';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const SEMICOLON = 59;

/** What the next byte belongs to. */
const State = {
  SIZE_START: 0,
  SIZE: 1,
  SIZE_BLANK: 2,
  EXTENSION: 3,
  SIZE_LF: 4,
  DATA: 5,
  DATA_CR: 6,
  DATA_LF: 7,
  TRAILER_START: 8,
  TRAILER: 9,
  TRAILER_LF: 10,
  LAST_LF: 11,
} as const;
type State = (typeof State)[keyof typeof State];

/** Decodes one chunked body after another; {@link reset} goes before each. */
export class ChunkedBody {
  /** The offset after the bytes that the last call used up. */
  used = 0;
  /** Where the data of a DATA event begins. It ends at `used`. */
  dataFrom = 0;
  /** What is wrong, after FAULT. */
  fault: HttpFault | null = null;

  private state: State = State.SIZE_START;
  /** While a size line is read: the size so far. Then: bytes of the chunk still missing. */
  private rest = 0;
  private lineLength = 0;
  private trailerLength = 0;
  private trailerLines = 0;

  /** Starts a new body. */
  reset(): void {
    this.fault = null;
    this.state = State.SIZE_START;
    this.rest = 0;
    this.lineLength = 0;
    this.trailerLength = 0;
    this.trailerLines = 0;
  }

  /** Goes on with the bytes in `[from, to)`: gives one event, and `used` says how far it went. */
  next(bytes: Uint8Array, from: number, to: number): ParserEvent {
    let at = from;
    while (at < to) {
      if (this.state === State.DATA) return this.takeData(at, to);
      const event = this.step(bytes[at++]!);
      if (event !== ParserEvent.NEED_DATA) {
        this.used = at;
        return event;
      }
    }
    this.used = at;
    return ParserEvent.NEED_DATA;
  }

  private takeData(from: number, to: number): ParserEvent {
    const taken = Math.min(this.rest, to - from);
    this.rest -= taken;
    if (this.rest === 0) this.state = State.DATA_CR;
    this.dataFrom = from;
    this.used = from + taken;
    return ParserEvent.DATA;
  }

  private step(byte: number): ParserEvent {
    switch (this.state) {
      case State.SIZE_START:
      case State.SIZE:
        return this.inSize(byte);
      case State.SIZE_BLANK:
        return byte === SPACE || byte === TAB ? this.inSizeLine(State.SIZE_BLANK) : this.afterSize(byte);
      case State.EXTENSION:
        return byte === LF || byte === CR ? this.afterSize(byte) : this.inSizeLine(State.EXTENSION);
      case State.SIZE_LF:
        return byte === LF ? this.endOfSizeLine() : this.fail('CHUNK_SIZE', bareCr('chunk-size line'));
      case State.DATA_CR:
        return byte === CR ? this.go(State.DATA_LF) : this.missingEnd(byte);
      case State.DATA_LF:
        return byte === LF ? this.go(State.SIZE_START) : this.missingEnd(byte);
      case State.LAST_LF:
        return byte === LF ? ParserEvent.END : this.fail('TRAILER', bareCr('trailer'));
      default:
        return this.inTrailer(byte);
    }
  }

  private inSize(byte: number): ParserEvent {
    const digit = hexDigit(byte);
    if (digit < 0) return this.state === State.SIZE ? this.afterSize(byte) : this.notASize(byte);
    this.rest = this.rest * 16 + digit;
    if (this.rest > Number.MAX_SAFE_INTEGER)
      return this.fail('CHUNK_SIZE', 'A chunk says it has more than 2^53-1 bytes');
    return this.inSizeLine(State.SIZE);
  }

  /** What may follow the digits: blanks (servers pad the size), an extension, the line end. */
  private afterSize(byte: number): ParserEvent {
    switch (byte) {
      case CR:
        return this.go(State.SIZE_LF);
      case LF:
        // Taken as a line end, as in a head: here it leaves no doubt about where the data begins.
        return this.endOfSizeLine();
      case SEMICOLON:
        return this.inSizeLine(State.EXTENSION);
      case SPACE:
      case TAB:
        return this.inSizeLine(State.SIZE_BLANK);
      default:
        return this.notASize(byte);
    }
  }

  private inSizeLine(state: State): ParserEvent {
    if (++this.lineLength <= MAX_CHUNK_LINE_BYTES) return this.go(state);
    return this.fail('CHUNK_SIZE', `A chunk-size line is longer than ${MAX_CHUNK_LINE_BYTES} bytes`);
  }

  private endOfSizeLine(): ParserEvent {
    this.lineLength = 0;
    return this.go(this.rest === 0 ? State.TRAILER_START : State.DATA);
  }

  /** RFC 9112 §7.1.2. What the fields say is of no use to the callers of this parser. */
  private inTrailer(byte: number): ParserEvent {
    if (++this.trailerLength > MAX_HEAD_BYTES) {
      return this.fail('TRAILER', `The trailers of a chunked body are longer than ${MAX_HEAD_BYTES} bytes`);
    }
    const empty = this.state === State.TRAILER_START;
    if (byte === LF) return empty ? ParserEvent.END : this.endOfTrailer();
    if (this.state === State.TRAILER_LF) return this.fail('TRAILER', bareCr('trailer'));
    if (byte === CR) return this.go(empty ? State.LAST_LF : State.TRAILER_LF);
    return this.go(State.TRAILER);
  }

  private endOfTrailer(): ParserEvent {
    if (++this.trailerLines <= MAX_FIELDS) return this.go(State.TRAILER_START);
    return this.fail('TRAILER', `A chunked body has more than ${MAX_FIELDS} trailers`);
  }

  private go(state: State): ParserEvent {
    this.state = state;
    return ParserEvent.NEED_DATA;
  }

  private notASize(byte: number): ParserEvent {
    return this.fail('CHUNK_SIZE', `A chunk size is not a hexadecimal number: it has ${shown(byte)}`);
  }

  /**
   * Exactly CRLF must follow the data. A lone LF is no line end here: RFC 9112 §2.2 allows that only for the lines of a
   * head, and a chunk whose size is one too large for `data CR LF` would pass as complete, with a stray CR in the body.
   */
  private missingEnd(byte: number): ParserEvent {
    return this.fail('CHUNK_END', `A chunk's data is not followed by CRLF but by ${shown(byte)}: its size is wrong`);
  }

  private fail(code: HttpFaultCode, message: string): ParserEvent {
    this.fault = { code, message };
    return ParserEvent.FAULT;
  }
}

function bareCr(where: string): string {
  return `A ${where} of a chunked body holds a carriage return that ends no line`;
}

function shown(byte: number): string {
  return excerpt(String.fromCharCode(byte));
}

/** The value of a hexadecimal digit, or -1. */
function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
