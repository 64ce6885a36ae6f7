/** Texts as `fetch` takes them for the values of headers. */
import { decodeLatin1 } from '../http1/index.js';

const encoder = new TextEncoder();

/** The UTF-8 of a text, one character a byte. */
export function byteString(text: string): string {
  const bytes = encoder.encode(text);
  return bytes.length === text.length ? text : decodeLatin1(bytes, 0, bytes.length);
}
