/**
 * Values as TypeScript writes them.
 */

/** A string in single quotes. */
export function literal(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `'${escaped}'`;
}

/** An array of strings; on lines of their own when there is more than one. */
export function arrayLiteral(texts: readonly string[], indent: string): string {
  if (texts.length <= 1) return `[${texts.map(literal).join('')}]`;
  return `[\n${texts.map((text) => `${indent}  ${literal(text)},\n`).join('')}${indent}]`;
}

/** A key of an object: bare where it may be. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : literal(name);
}
