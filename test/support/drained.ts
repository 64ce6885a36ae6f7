/** What was written to a stream and is not read. */
import type { Readable } from 'node:stream';

/** All of it, taken out of the stream. From Node 26 on, `read()` gives one piece at a time. */
export function drained(stream: Readable): Buffer {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece: unknown = stream.read();
    if (!Buffer.isBuffer(piece)) return Buffer.concat(pieces);
    pieces.push(piece);
  }
}
