/**
 * Reads a dictionary written in GDScript, as far as its values exist in JavaScript.
 *
 * Dictionaries become maps (which keep keys of any type, and their order), packed arrays their counterparts, integers
 * that a number cannot hold `bigint`.
 */

/** What stands before a parenthesis, and what it makes of its arguments. */
const constructors: Readonly<Record<string, (value: unknown) => unknown>> = {
  PoolIntArray: (value) => Int32Array.from(value as number[]),
  PoolStringArray: (value) => value,
};

const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, INF: Infinity, NAN: NaN };

const token = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|(-?[A-Za-z]\w*)|([{}[\]():,]))/uy;

/** @returns The dictionary, or `null` when it holds a type that JavaScript does not have, such as `Vector2`. */
export function readLiteral(text: string): ReadonlyMap<unknown, unknown> | null {
  const reader = new Reader(text);
  const value = reader.value();
  return reader.foreign ? null : (value as ReadonlyMap<unknown, unknown>);
}

class Reader {
  foreign = false;
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    token.lastIndex = 0;
    this.#tokens = [];
    for (let match = token.exec(text); match !== null; match = token.exec(text)) this.#tokens.push(match[0].trim());
  }

  value(): unknown {
    const first = this.#next();
    if (first === '{') return new Map(this.#list('}', () => [this.value(), this.#next() && this.value()] as const));
    if (first === '[') return this.#list(']', () => this.value());
    if (first.startsWith('"')) return JSON.parse(first);
    if (/^-?\d/.test(first)) return number(first);
    if (this.#peek() === '(') return this.#construct(first);
    return first === '-INF' ? -Infinity : words[first];
  }

  #construct(name: string): unknown {
    this.#next();
    const [argument] = this.#list(')', () => this.value());
    const make = constructors[name];
    if (make === undefined) this.foreign = true;
    return make?.(argument);
  }

  #list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    while (this.#peek() !== end) {
      items.push(item());
      if (this.#peek() === ',') this.#next();
    }
    this.#next();
    return items;
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    const next = this.#peek();
    this.#at++;
    if (next === '') throw new Error('the expression ends early');
    return next;
  }
}

function number(text: string): number | bigint {
  return text.includes('.') || Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}
