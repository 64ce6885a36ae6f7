/**
 * Moves the memory of an array that has it to itself: the array is empty afterwards, and nothing was copied.
 *
 * @returns Null when it is a part of other memory, is shared, or cannot be moved, such as WebAssembly's.
 */
export function movedMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const { buffer } = bytes;
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== bytes.length) return null;
  try {
    return new Uint8Array(structuredClone(buffer, { transfer: [buffer] }));
  } catch {
    return null;
  }
}
