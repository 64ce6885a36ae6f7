/**
 * Takes the text of one complete head apart: the status line and the fields (RFC 9112 §4, §5).
 *
 * It works on a string decoded once, with no state between heads. It collects the three fields that frame a message,
 * but what they mean is decided in framing.ts.
 */
import type { HttpFault, HttpFaultCode } from './events.js';
import { MAX_FIELDS } from './events.js';
import { equalsWord, excerpt, isBlank, TOKEN_CHARS, trimBlanks } from './grammar.js';
import { ResponseHead, lengthBit } from './response-head.js';
import { utf8OrLatin1 } from './text.js';

const LF = 10;
const CR = 13;
const SPACE = 32;
const COLON = 58;

/** The first bytes of TLS records: alert and handshake. */
const TLS_ALERT = 21;
const TLS_HANDSHAKE = 22;

/** How `lineEnd` says that a CR stands alone. */
const BARE_CR = -1;

/** Parses heads one after another; the results of the last are its fields. */
export class HeadParser {
  /** The head, valid after {@link parse} returned `null`. */
  head: ResponseHead | null = null;
  /** All values of `Content-Length` as one list, or `null` when there was no such field. */
  contentLength: string | null = null;
  /** All values of `Transfer-Encoding` as one list, or `null` when there was no such field. */
  transferEncoding: string | null = null;
  /** All values of `Connection` as one list, or `null` when there was no such field. */
  connection: string | null = null;

  private minorVersion = 0;
  private status = 0;
  private reason = '';
  private nextLine = 0;
  private bareLf = false;

  /**
   * @param text - The head as Latin-1, from the `H` of `HTTP/` to the end of the empty line.
   * @param hasHigh - Whether a byte above 0x7F is in it.
   * @param bareLf - Whether a line of it ends in LF without CR.
   * @returns What is wrong with the head, or `null`.
   */
  parse(text: string, hasHigh: boolean, bareLf: boolean): HttpFault | null {
    this.head = null;
    this.contentLength = null;
    this.transferEncoding = null;
    this.connection = null;
    this.bareLf = bareLf;
    return this.parseStatusLine(text, hasHigh) ?? this.parseFields(text, hasHigh);
  }

  /** Reads `HTTP/1.x SP 3DIGIT [SP reason]` (RFC 9112 §4). */
  private parseStatusLine(text: string, hasHigh: boolean): HttpFault | null {
    const end = this.lineEnd(text, 0);
    if (end === BARE_CR) return bareCr('STATUS_LINE', text, 0);
    const minor = text.charCodeAt(7) - 48;
    const status = threeDigits(text, 9);
    if (!text.startsWith('HTTP/1.') || !(minor >= 0 && minor <= 9)) return badVersion(text.slice(0, end));
    // Without a reason the line may end after the code, though the grammar wants a blank there.
    const atCode = text.charCodeAt(8) === SPACE && (end === 12 || (end > 12 && text.charCodeAt(12) === SPACE));
    if (!atCode || status < 100) return badStatusLine(text.slice(0, end));
    const reason = end > 13 ? trimBlanks(text, 13, end) : '';
    if (reason.includes('\0')) return badStatusLine(text.slice(0, end));
    this.minorVersion = minor;
    this.status = status;
    this.reason = hasHigh ? utf8OrLatin1(reason) : reason;
    return null;
  }

  private parseFields(text: string, hasHigh: boolean): HttpFault | null {
    // RFC 9112 §2.2: a blank directly after the status line is refused, not skipped.
    if (isBlank(text.charCodeAt(this.nextLine))) return startsBlank(this.lineAt(text, this.nextLine));
    const plain = !hasHigh && !this.bareLf && !text.includes('\0');
    return plain ? this.parsePlainFields(text) : this.parseAnyFields(text, this.nextLine, hasHigh);
  }

  /** Of a head in plain ASCII every field is checked, and those that frame the message are read; the text may stay as it is. */
  private parsePlainFields(text: string): HttpFault | null {
    const begin = this.nextLine;
    const stop = text.length - 2;
    let count = 0;
    let nameLengths = 0;
    let at = begin;
    while (at < stop) {
      let colon = at;
      while (TOKEN_CHARS[text.charCodeAt(colon)] === 1) colon++;
      if (colon === at || text.charCodeAt(colon) !== COLON) {
        // A line that goes on with the field before it is unfolded there.
        if (isBlank(text.charCodeAt(at))) return this.parseFolded(text, begin);
        return badName(this.lineAt(text, at), colon - at);
      }
      const end = text.indexOf('\r', colon);
      if (text.charCodeAt(end + 1) !== LF) return bareCr('FIELD', text, at);
      if (++count > MAX_FIELDS) return tooManyFields();
      const length = colon - at;
      nameLengths |= lengthBit(length);
      if (length === 10 || length === 14 || length === 17) this.collect(text, at, colon, end);
      at = end + 2;
    }
    this.finish(text.slice(begin, stop), nameLengths);
    return null;
  }

  private parseFolded(text: string, begin: number): HttpFault | null {
    this.contentLength = null;
    this.transferEncoding = null;
    this.connection = null;
    return this.parseAnyFields(text, begin, false);
  }

  /** Reads every field, and makes a text of them in which none is folded, bytes are decoded and each line ends in CRLF. */
  private parseAnyFields(text: string, begin: number, hasHigh: boolean): HttpFault | null {
    const stop = text.charCodeAt(text.length - 2) === CR ? text.length - 2 : text.length - 1;
    let fieldText = '';
    let count = 0;
    let nameLengths = 0;
    let at = begin;
    while (at < stop) {
      let colon = at;
      while (TOKEN_CHARS[text.charCodeAt(colon)] === 1) colon++;
      if (colon === at || text.charCodeAt(colon) !== COLON) return badName(this.lineAt(text, at), colon - at);
      const end = this.lineEnd(text, colon + 1);
      if (end === BARE_CR) return bareCr('FIELD', text, at);
      const name = text.slice(at, colon);
      let value = trimBlanks(text, colon + 1, end);
      at = this.nextLine;
      while (isBlank(text.charCodeAt(at))) {
        const foldEnd = this.lineEnd(text, at);
        if (foldEnd === BARE_CR) return bareCr('FIELD', text, at);
        value = unfold(value, trimBlanks(text, at, foldEnd));
        at = this.nextLine;
      }
      // RFC 9110 §5.5: NUL is refused; other control characters may be kept, and are.
      if (value.includes('\0')) return nulInValue(name);
      if (hasHigh) value = utf8OrLatin1(value);
      if (++count > MAX_FIELDS) return tooManyFields();
      const line = `${name}: ${value}`;
      nameLengths |= lengthBit(name.length);
      this.collect(line, 0, name.length, line.length);
      fieldText += `${line}\r\n`;
    }
    this.finish(fieldText, nameLengths);
    return null;
  }

  private finish(fieldText: string, nameLengths: number): void {
    this.head = new ResponseHead(this.minorVersion, this.status, this.reason, fieldText, nameLengths);
  }

  /** Finds where the line that holds an offset ends, and sets `nextLine`. */
  private lineEnd(text: string, from: number): number {
    if (this.bareLf) return this.lineEndLenient(text, from);
    const end = text.indexOf('\r', from);
    this.nextLine = end + 2;
    // RFC 9112 §2.2: a CR that is not followed by LF is invalid.
    return text.charCodeAt(end + 1) === LF ? end : BARE_CR;
  }

  private lineEndLenient(text: string, from: number): number {
    const lf = text.indexOf('\n', from);
    this.nextLine = lf + 1;
    const cr = text.indexOf('\r', from);
    if (cr < 0 || cr > lf) return lf;
    return cr === lf - 1 ? cr : BARE_CR;
  }

  /** The whole line at an offset, for a message. */
  private lineAt(text: string, from: number): string {
    const lf = text.indexOf('\n', from);
    return text.slice(from, text.charCodeAt(lf - 1) === CR ? lf - 1 : lf);
  }

  /** Sets the field of a line aside if it frames the message. Equal names make one list (RFC 9110 §5.3). */
  private collect(line: string, from: number, colon: number, end: number): void {
    if (equalsWord(line, from, colon, 'connection')) {
      this.connection = appended(this.connection, trimBlanks(line, colon + 1, end));
    } else if (equalsWord(line, from, colon, 'content-length')) {
      this.contentLength = appended(this.contentLength, trimBlanks(line, colon + 1, end));
    } else if (equalsWord(line, from, colon, 'transfer-encoding')) {
      this.transferEncoding = appended(this.transferEncoding, trimBlanks(line, colon + 1, end));
    }
  }
}

function appended(list: string | null, value: string): string {
  return list === null ? value : `${list}, ${value}`;
}

/** Joins a folded line to its field with one blank (RFC 9112 §5.2). */
function unfold(value: string, more: string): string {
  if (more === '') return value;
  return value === '' ? more : `${value} ${more}`;
}

/** The number that three digits make, or -1. */
function threeDigits(text: string, at: number): number {
  const hundreds = text.charCodeAt(at) - 48;
  const tens = text.charCodeAt(at + 1) - 48;
  const ones = text.charCodeAt(at + 2) - 48;
  const digits = hundreds >= 0 && hundreds <= 9 && tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  return digits ? hundreds * 100 + tens * 10 + ones : -1;
}

/** The fault of a response that begins with other bytes than `HTTP/`, of which the last given is the first wrong one. */
export function notHttp(beginning: string): HttpFault {
  const first = beginning.charCodeAt(0);
  const message =
    first === TLS_ALERT || first === TLS_HANDSHAKE
      ? 'The answer is a TLS record, not HTTP: this port wants an encrypted connection'
      : `The answer is not HTTP/1: it begins with ${excerpt(beginning)}, not with "HTTP/"`;
  return { code: 'NOT_HTTP', message };
}

function badVersion(line: string): HttpFault {
  return { code: 'STATUS_LINE', message: `The response's HTTP version is not 1.x: ${excerpt(line)}` };
}

function badStatusLine(line: string): HttpFault {
  const message = `The status line is not "HTTP/1.x", a blank and a code from 100 to 999: ${excerpt(line)}`;
  return { code: 'STATUS_LINE', message };
}

function bareCr(code: HttpFaultCode, text: string, at: number): HttpFault {
  return { code, message: `The head holds a carriage return that ends no line, in ${excerpt(text.slice(at))}` };
}

function startsBlank(line: string): HttpFault {
  return { code: 'FIELD', message: `The line after the status line begins with a blank: ${excerpt(line)}` };
}

/** RFC 9112 §5.1: no blank may stand in a field name or before its colon. */
function badName(line: string, nameLength: number): HttpFault {
  let what = 'has a character in its name that no field name may have';
  if (!line.includes(':')) what = 'has no colon';
  else if (line.startsWith(':')) what = 'has no name';
  else if (isBlank(line.charCodeAt(nameLength))) what = 'has a blank in its name or before its colon';
  return { code: 'FIELD', message: `A header line ${what}: ${excerpt(line)}` };
}

function nulInValue(name: string): HttpFault {
  return { code: 'FIELD', message: `The value of header ${excerpt(name)} holds a NUL character` };
}

function tooManyFields(): HttpFault {
  return { code: 'TOO_MANY_FIELDS', message: `The response has more than ${MAX_FIELDS} header fields` };
}
