/**
 * The headers of a response, looked at only when somebody asks: until then they are the one text in which they came.
 */
import { trimBlanks } from '../http1/index.js';

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

export class ResponseHeaders {
  readonly #names: string[] = [];
  readonly #values: string[] = [];

  /** @param text - `Name: value` lines; blanks around a value are not part of it. */
  constructor(text: string) {
    for (const line of text.split('\n')) {
      const colon = line.indexOf(':');
      if (colon < 0) continue;
      this.#names.push(line.slice(0, colon));
      this.#values.push(trimBlanks(line, colon + 1, line.endsWith('\r') ? line.length - 1 : line.length));
    }
  }

  /** `Name: value` each, as they came, repeated ones apart. */
  list(): string[] {
    return this.#names.map((name, index) => `${name}: ${this.#values[index]!}`);
  }

  /** The bytes of a header's value in UTF-8, those of a repeated one joined by `, `; empty when there is none. */
  value(name: string): Uint8Array<ArrayBuffer> {
    const key = name.toLowerCase();
    const values = this.#values.filter((_, index) => this.#names[index]!.toLowerCase() === key);
    return values.length === 0 ? nothing : encoder.encode(values.join(', '));
  }
}
