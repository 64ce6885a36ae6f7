/** The bytes of a body as COMPLETED has it, in memory of their own where it came as a string. */
export function bodyBytes(body: string | ArrayBuffer): Uint8Array<ArrayBuffer> {
  if (typeof body !== 'string') return new Uint8Array(body);
  const memory = new ArrayBuffer(body.length);
  Buffer.from(memory).write(body, 'latin1');
  return new Uint8Array(memory);
}
