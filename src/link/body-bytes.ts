/** The bytes of a body as COMPLETED has it, in memory of their own where it came as a string. */
export function bodyBytes(body: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (typeof body !== 'string') return body;
  const memory = new ArrayBuffer(body.length);
  Buffer.from(memory).write(body, 'latin1');
  return new Uint8Array(memory);
}
