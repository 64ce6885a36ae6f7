/**
 * Node's own conversion of bytes to Latin-1 text, which works on any Uint8Array without making a Buffer of it first.
 */
import type { Latin1Decoder } from '../../http1/index.js';

// Node has had it since its beginnings, and its types leave it out.
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice(this: Uint8Array, from: number, to: number): string;
};

export const latin1: Latin1Decoder = (bytes, from, to) => latin1Slice.call(bytes, from, to);
