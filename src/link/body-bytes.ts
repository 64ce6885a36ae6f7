import { INSIDE_LIMIT, newMemory } from './new-memory.js';

/** The bytes of a body as COMPLETED has it, in memory of their own where it came as a string. */
export function bodyBytes(body: string | ArrayBuffer): Uint8Array<ArrayBuffer> {
  if (typeof body !== 'string') return new Uint8Array(body);
  const { length } = body;
  const bytes = newMemory(length);
  if (length > INSIDE_LIMIT) Buffer.from(bytes.buffer).write(body, 'latin1');
  else for (let i = 0; i < length; i++) bytes[i] = body.charCodeAt(i);
  return bytes;
}
