/** Up to this size an array is made with its bytes beside it, and zeroed at no cost. */
const INSIDE_LIMIT = 64;

/** Memory of its own for so many bytes, which may hold anything: for whoever fills all of it. To zero it would cost as much. */
export function newMemory(length: number): Uint8Array<ArrayBuffer> {
  return length > INSIDE_LIMIT ? new Uint8Array(Buffer.allocUnsafeSlow(length).buffer) : new Uint8Array(length);
}
