/**
 * `Cache-Control` as a table (RFC 9111 section 5.2). The library's own reader splits inside quoted strings, is particular
 * about case and lets the last of several values win; so it is given what was read here, in its simplest form.
 */

export type Directives = ReadonlyMap<string, string | true>;

/** A directive: a token, perhaps with a token or a quoted string as its argument. */
const DIRECTIVE = /([^\s,=";]+)[ \t]*(?:=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?[^,]*/g;

/** Section 1.2.2: the largest number of seconds there is. */
const LONGEST = 2 ** 31;

const NONE: Directives = new Map();

/** Reads a field value. Names in lower case; of several with one name the first counts (section 4.2.1). */
export function readDirectives(value: string | null): Directives {
  if (value === null) return NONE;
  const directives = new Map<string, string | true>();
  for (const [, name = '', quoted, plain] of value.matchAll(DIRECTIVE)) {
    const argument = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? true;
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), argument);
  }
  return directives;
}

/**
 * A directive's delta-seconds (section 1.2.2), or null when it is absent. What is no number counts as 0, so that a response
 * whose freshness cannot be understood is stale (section 4.2.1).
 */
export function seconds(directives: Directives, name: string): number | null {
  const argument = directives.get(name);
  if (argument === undefined) return null;
  return argument !== true && /^\d+$/.test(argument) ? Math.min(Number(argument), LONGEST) : 0;
}
