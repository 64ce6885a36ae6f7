/**
 * The headers a program sets for a request: which it may set, and how they are written.
 *
 * What the I/O side knows better (`Host`, `Content-Length`, `Accept-Encoding`) is added there, unless set here.
 */
import { isFieldValue, isToken } from '../http1/index.js';

/** Names that are not the program's to set: framing and connection are the library's, the agent has its own function. */
const refused: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection', 'user-agent']);

/** Whether a program may set this header to this value. */
export function isAllowedHeader(name: string, value: string): boolean {
  return isToken(name) && !refused.has(name.toLowerCase()) && isFieldValue(value);
}

export class RequestHeaders {
  readonly #keys: string[] = [];
  readonly #names: string[] = [];
  readonly #values: string[] = [];

  /** Sets a header; the same name in any case replaces what was set before, in its place. */
  set(name: string, value: string): void {
    const key = name.toLowerCase();
    const present = this.#keys.indexOf(key);
    const index = present < 0 ? this.#keys.length : present;
    this.#keys[index] = key;
    this.#names[index] = name;
    this.#values[index] = value;
  }

  /** @param key - In lower case. */
  has(key: string): boolean {
    return this.#keys.includes(key);
  }

  /**
   * `Name: value` and CRLF for each.
   *
   * @param without - A name, in lower case, to leave out.
   */
  text(without: string | null): string {
    let text = '';
    for (let i = 0; i < this.#keys.length; i++) {
      if (this.#keys[i] !== without) text += `${this.#names[i]!}: ${this.#values[i]!}\r\n`;
    }
    return text;
  }
}
