/**
 * `HTTPClient.query_string_from_dict`: fields to an `application/x-www-form-urlencoded` style query string.
 *
 * Pure text, on every platform. It knows no client, and no method or URL the text is for.
 */

/** What a query string is made of: a plain object, or a `Map`, which also keeps the order of number-like keys. */
export type QueryFields = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>;

/** What `encodeURIComponent` leaves as it is although RFC 3986 reserves it. */
const reservedLeftOver = /[!'()*]/g;

/** Percent-encodes all but RFC 3986's unreserved characters, as UTF-8; a lone surrogate counts as U+FFFD. */
function encode(text: string): string {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURIComponent(wellFormed).replace(
    reservedLeftOver,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `String(value)`, also for objects that cannot be turned into text, such as one with a null prototype. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function pair(key: string, value: unknown): string {
  return value === null || value === undefined ? key : `${key}=${encode(textOf(value))}`;
}

/**
 * Makes a query string: `{ username: 'user', password: 'pass' }` gives `username=user&password=pass`.
 *
 * A value of `null` or `undefined` gives the key alone, without an equal sign. An array gives one pair with the same
 * key for each of its values, and nothing when it is empty. Everything else is its `String(value)`. So
 * `{ single: 123, not_valued: null, multiple: [22, 33, 44] }` gives
 * `single=123&not_valued&multiple=22&multiple=33&multiple=44`.
 *
 * @param fields - A plain object or a `Map`. Its order is kept, but an object puts number-like keys first.
 * @returns The text, with all but `A–Z a–z 0–9 - _ . ~` percent-encoded as UTF-8; `''` without fields.
 * @throws TypeError when `fields` is neither an object nor a `Map`.
 */
export function queryStringFromDict(fields: QueryFields): string {
  if (typeof fields !== 'object' || (fields as unknown) === null || Array.isArray(fields)) {
    throw new TypeError('HTTPClient.query_string_from_dict takes a plain object or a Map');
  }
  const entries: Iterable<[unknown, unknown]> = fields instanceof Map ? fields : Object.entries(fields);
  const pairs: string[] = [];
  for (const [name, value] of entries) {
    const key = encode(textOf(name));
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const single of values) pairs.push(pair(key, single));
  }
  return pairs.join('&');
}
