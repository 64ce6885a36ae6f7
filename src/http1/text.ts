/**
 * Bytes to text: Latin-1 first, and UTF-8 where a field value turns out to be that.
 *
 * A head is decoded as Latin-1, once and whole, because that cannot fail and keeps every byte. Only a value with a byte
 * above 0x7F is looked at again. No platform decoder is used, so this runs anywhere.
 */

/**
 * Makes the string whose character codes are the bytes in `[from, to)`. The array may be a view on shared memory.
 * A platform with a faster way than {@link decodeLatin1} hands its own to the parser.
 */
export type Latin1Decoder = (bytes: Uint8Array, from: number, to: number) => string;

/** How many arguments a call safely takes. */
const BLOCK = 4096;

/** The portable {@link Latin1Decoder}. */
export const decodeLatin1: Latin1Decoder = (bytes, from, to) => {
  let text = '';
  for (let at = from; at < to; at += BLOCK) {
    // `apply` takes any array-like; its type only knows arrays. A spread would iterate, which is seven times slower.
    const codes = bytes.subarray(at, Math.min(at + BLOCK, to)) as unknown as number[];
    text += String.fromCharCode.apply(null, codes);
  }
  return text;
};

/**
 * Decodes a text of Latin-1 characters as UTF-8 if all of it is valid UTF-8 (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF), and else gives it back as it is.
 */
export function utf8OrLatin1(text: string): string {
  const length = text.length;
  let at = 0;
  while (at < length && text.charCodeAt(at) < 0x80) at++;
  if (at === length) return text;
  let decoded = text.slice(0, at);
  while (at < length) {
    const size = sequenceLength(text, at);
    if (size === 0) return text;
    decoded += String.fromCodePoint(codePoint(text, at, size));
    at += size;
  }
  return decoded;
}

/** The length of the valid UTF-8 sequence at an offset, or 0 (the table of RFC 3629 §4). */
function sequenceLength(text: string, at: number): 0 | 1 | 2 | 3 | 4 {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  const second = text.charCodeAt(at + 1);
  if (lead < 0xe0) return within(second, 0x80, 0xbf) ? 2 : 0;
  if (!isContinuation(text, at + 2)) return 0;
  if (lead < 0xf0) return within(second, lead === 0xe0 ? 0xa0 : 0x80, lead === 0xed ? 0x9f : 0xbf) ? 3 : 0;
  if (lead > 0xf4 || !isContinuation(text, at + 3)) return 0;
  return within(second, lead === 0xf0 ? 0x90 : 0x80, lead === 0xf4 ? 0x8f : 0xbf) ? 4 : 0;
}

function within(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}

function isContinuation(text: string, at: number): boolean {
  return within(text.charCodeAt(at), 0x80, 0xbf);
}

function codePoint(text: string, at: number, size: 1 | 2 | 3 | 4): number {
  const lead = text.charCodeAt(at);
  if (size === 1) return lead;
  let point = lead & (0x7f >> size);
  for (let i = 1; i < size; i++) point = (point << 6) | (text.charCodeAt(at + i) & 0x3f);
  return point;
}
