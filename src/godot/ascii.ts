/**
 * The single-byte text of `StreamPeer.get_string` and `put_string`: ASCII when written, Latin-1 when read.
 *
 * As in Godot, what does not fit is a blank when written, and a byte above 0x7F is its Latin-1 character when read.
 */

const BLANK = 0x20;
/** How many characters one `String.fromCharCode` call takes; far below every engine's limit of arguments. */
const SLICE = 8192;

/**
 * Writes text as ASCII, one byte a character.
 *
 * @param text - Any text. A character outside ASCII (an emoji counts as one) becomes a blank.
 * @returns The bytes, and whether a character had to be replaced.
 */
export function encodeAscii(text: string): { bytes: Uint8Array; replaced: boolean } {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let replaced = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? BLANK;
    replaced ||= code > 0x7f;
    bytes[length++] = code > 0x7f ? BLANK : code;
  }
  return { bytes: bytes.subarray(0, length), replaced };
}

/**
 * Reads bytes as Latin-1, one character a byte (`TextDecoder` would read windows-1252).
 *
 * @param bytes - Any bytes.
 * @returns Text of the same length.
 */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += SLICE) {
    text += String.fromCharCode(...bytes.subarray(start, start + SLICE));
  }
  return text;
}
