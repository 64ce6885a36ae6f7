/** Bytes that the server and the cases compute from the same rule, so that large bodies can be compared. */

/** The bytes of the pattern from an offset on. */
export function pattern(offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const at = offset + i;
    bytes[i] = (at * 31 + (at >>> 8) + (at >>> 16) * 7) & 0xff;
  }
  return bytes;
}

/** Where bytes differ from the pattern, or -1. */
export function firstDifference(bytes: Uint8Array, offset: number): number {
  const expected = pattern(offset, bytes.length);
  return bytes.findIndex((byte, i) => byte !== expected[i]);
}
