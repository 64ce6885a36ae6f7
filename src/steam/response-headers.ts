/**
 * The headers of a response, looked at only when somebody asks: until then they are the one text in which they came.
 */
const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

export class ResponseHeaders {
  readonly #lines: readonly string[];

  /** @param text - `Name: value` each, joined by line feeds. */
  constructor(text: string) {
    this.#lines = text === '' ? [] : text.split('\n');
  }

  /** `Name: value` each, as they came, repeated ones apart. */
  list(): string[] {
    return [...this.#lines];
  }

  /** The bytes of a header's value in UTF-8, those of a repeated one joined by `, `; empty when there is none. */
  value(name: string): Uint8Array<ArrayBuffer> {
    const key = name.toLowerCase();
    const values: string[] = [];
    for (const line of this.#lines) {
      const colon = line.indexOf(':');
      if (colon === key.length && line.slice(0, colon).toLowerCase() === key) values.push(line.slice(colon + 2));
    }
    return values.length === 0 ? nothing : encoder.encode(values.join(', '));
  }
}
