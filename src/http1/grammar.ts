/**
 * The few rules of grammar that requests and responses share (RFC 9110 §5).
 *
 * Pure functions on strings: no state, no regular expressions, nothing allocated per character.
 */

/** `TOKEN_CHARS[code]` is 1 for the characters of a token (RFC 9110 §5.6.2). */
export const TOKEN_CHARS: Readonly<Uint8Array> = charTable(
  "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
);

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;

/** Makes a table of 256 entries with a 1 for each character of a text. */
export function charTable(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1;
  return table;
}

/** Tells whether each character of a text has a 1 in a table, from one offset (inclusive) to another (exclusive). */
export function allIn(table: Readonly<Uint8Array>, text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (table[text.charCodeAt(i)] !== 1) return false;
  }
  return true;
}

/** Tells whether a character code is a space or a tab (RFC 9110 §5.6.3). */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Tells whether a text is a token, such as a method or a field name (RFC 9110 §5.6.2). The empty text is none. */
export function isToken(text: string): boolean {
  return text.length > 0 && allIn(TOKEN_CHARS, text, 0, text.length);
}

/** Tells whether a text can be sent as a field value: it holds no CR, LF or NUL (RFC 9110 §5.5). */
export function isFieldValue(text: string): boolean {
  return !text.includes('\n') && !text.includes('\r') && !text.includes('\0');
}

/**
 * Compares a part of a text with a word, without regard to case.
 *
 * @param word - In lower case, and made of characters that change only by case: letters, digits, `-`.
 */
export function equalsWord(text: string, from: number, to: number, word: string): boolean {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(from + i);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== word.charCodeAt(i)) return false;
  }
  return true;
}

/**
 * Splits a comma-separated list (RFC 9110 §5.6.1), such as the value of `Connection`. Commas inside quoted strings do
 * not separate.
 *
 * @returns The elements in lower case without surrounding blanks; empty elements are left out.
 */
export function listTokens(value: string): string[] {
  const tokens: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (quoted && code === BACKSLASH) i++;
    else if (code === QUOTE) quoted = !quoted;
    else if (code === COMMA && !quoted) {
      addToken(tokens, value, start, i);
      start = i + 1;
    }
  }
  addToken(tokens, value, start, value.length);
  return tokens;
}

function addToken(tokens: string[], value: string, from: number, to: number): void {
  const token = trimBlanks(value, from, to);
  if (token !== '') tokens.push(token.toLowerCase());
}

/** A part of a text without the spaces and tabs around it (other white space stays, unlike with `trim`). */
export function trimBlanks(text: string, from: number, to: number): string {
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** A text for use in a message: shortened, in quotes, with everything but printable ASCII escaped. */
export function excerpt(text: string): string {
  const limit = 60;
  let shown = '';
  for (let i = 0; i < text.length && i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE || code === BACKSLASH) shown += `\\${text.charAt(i)}`;
    else if (code >= SPACE && code < 127) shown += text.charAt(i);
    else shown += code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  }
  return text.length > limit ? `"${shown}…"` : `"${shown}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
