/** Memory of bodies: how a request's body becomes ours. */

/** Bodies from this size on are taken over instead of copied, when they own their whole memory. */
const TAKE_OVER_BYTES = 16 * 1024 * 1024;

/** Memory that is the request's own from here on: a copy, or, of a large array that has its memory to itself, a move. */
export function takeOver(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = body;
  if (body.length >= TAKE_OVER_BYTES && buffer instanceof ArrayBuffer && buffer.byteLength === body.length) {
    try {
      return new Uint8Array(structuredClone(buffer, { transfer: [buffer] }));
    } catch {
      // Memory that cannot be moved, such as WebAssembly's: copied below.
    }
  }
  return new Uint8Array(body);
}
