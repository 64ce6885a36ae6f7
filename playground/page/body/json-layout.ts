/**
 * JSON laid out for reading, a value a line. The text stays as it came otherwise: numbers too large for JavaScript, the
 * order of keys and keys that occur twice included.
 */

const INDENT = '  ';

/** The text laid out, or null when it is not JSON. */
export function laidOutJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let depth = 0;
  let out = '';
  const line = (): string => `\n${INDENT.repeat(depth)}`;
  // Valid JSON is strings, punctuation and bare words; blanks between them mean nothing.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g) ?? [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token === '{' || token === '[') {
      const empty = next === '}' || next === ']';
      if (!empty) depth++;
      out += empty ? token : token + line();
    } else if (token === '}' || token === ']') {
      const empty = tokens[index - 1] === '{' || tokens[index - 1] === '[';
      if (!empty) depth--;
      out += empty ? token : line() + token;
    } else if (token === ',') {
      out += token + line();
    } else {
      out += token === ':' ? ': ' : token;
    }
  }
  return out;
}
