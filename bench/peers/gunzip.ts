/**
 * Decodes a body for clients that leave that to the program: in one go, on libuv's thread pool, so that it costs the
 * caller's thread as little as it can.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Large enough that a body of a megabyte is not decoded in many small steps. */
const CHUNK = 1 << 20;

const decode = promisify<Uint8Array, { chunkSize: number }, Buffer>(gunzip);

export const gunzipped = (body: Uint8Array): Promise<Buffer> => decode(body, { chunkSize: CHUNK });
