/** Up to this size the engine keeps a typed array's bytes beside it: much less to allocate and to collect. */
export const INSIDE_LIMIT = 64;

/** Memory of its own for so many bytes, which may hold anything: for whoever fills all of it. To zero it would cost as much. */
export function newMemory(length: number): Uint8Array<ArrayBuffer> {
  return length > INSIDE_LIMIT ? new Uint8Array(Buffer.allocUnsafeSlow(length).buffer) : new Uint8Array(length);
}
