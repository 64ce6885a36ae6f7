/**
 * The head of one response. Its fields were checked, and stay the text they came as until somebody asks for them: most
 * programs look at few of them, or at none.
 */
import { equalsWord, trimBlanks } from './grammar.js';

export class ResponseHead {
  /** The digit after `HTTP/1.`. */
  readonly minorVersion: number;
  /** The status code, 101 to 999. */
  readonly status: number;
  /** The reason phrase, or `''` where the server sent none. */
  readonly reason: string;
  /** The fields as text: `Name:value`, blanks around the value allowed, and CRLF for each. None of them is folded. */
  readonly fieldText: string;
  /** A bit for each length that a field's name has, modulo 32: most fields one asks for are not there. */
  readonly #nameLengths: number;
  #names: readonly string[] | null = null;
  #values: readonly string[] = [];

  constructor(minorVersion: number, status: number, reason: string, fieldText: string, nameLengths: number) {
    this.minorVersion = minorVersion;
    this.status = status;
    this.reason = reason;
    this.fieldText = fieldText;
    this.#nameLengths = nameLengths;
  }

  /** The field names, in the order and case received. */
  get names(): readonly string[] {
    if (this.#names === null) this.#split();
    return this.#names!;
  }

  /** The value of each of {@link names}, without surrounding blanks: UTF-8 where it is valid UTF-8, else Latin-1. */
  get values(): readonly string[] {
    if (this.#names === null) this.#split();
    return this.#values;
  }

  /**
   * The value of a field, repeated ones joined by `, ` (RFC 9110 section 5.2).
   *
   * @param name - In lower case.
   * @returns `null` when there is no such field.
   */
  value(name: string): string | null {
    if ((this.#nameLengths & lengthBit(name.length)) === 0) return null;
    const text = this.fieldText;
    let value: string | null = null;
    for (let at = 0; at < text.length;) {
      const end = text.indexOf('\r', at);
      const colon = at + name.length;
      if (text.charAt(colon) === ':' && equalsWord(text, at, colon, name)) {
        const one = trimBlanks(text, colon + 1, end);
        value = value === null ? one : `${value}, ${one}`;
      }
      at = end + 2;
    }
    return value;
  }

  #split(): void {
    const names: string[] = [];
    const values: string[] = [];
    const text = this.fieldText;
    for (let at = 0; at < text.length;) {
      const colon = text.indexOf(':', at);
      const end = text.indexOf('\r', colon);
      names.push(text.slice(at, colon));
      values.push(trimBlanks(text, colon + 1, end));
      at = end + 2;
    }
    this.#names = names;
    this.#values = values;
  }
}

/** The bit of {@link ResponseHead} that stands for names of this length. */
export function lengthBit(length: number): number {
  return 1 << (length & 31);
}
