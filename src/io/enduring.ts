/**
 * Makes a socket go on reading after a failed write.
 *
 * Node destroys a socket at a failed write, and with it the answer that had already arrived: a server that refuses an
 * upload answers, closes, and the rest of the upload then fails. Here the failure is kept, later writes are dropped, and
 * the reading side decides how the connection ends.
 */
import type { Socket } from 'node:net';

type Done = (error?: Error | null) => void;
type Chunks = { chunk: Uint8Array | string; encoding: BufferEncoding }[];

/** What a socket's first failed write left behind. */
export interface WriteFate {
  error: NodeJS.ErrnoException | null;
}

/** Takes over the writing hooks of `socket`; the result tells of the first failed write. */
export function endureWriteErrors(socket: Socket): WriteFate {
  const fate: WriteFate = { error: null };
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  // A stream gives the same callback with every write, so one function about it will do.
  let last: Done | null = null;
  let lastEnduring: Done = () => undefined;
  const enduring = (done: Done): Done => {
    if (done !== last) {
      last = done;
      lastEnduring = (error) => {
        if (error) fate.error ??= error;
        done();
      };
    }
    return lastEnduring;
  };
  socket._write = (chunk: Uint8Array | string, encoding: BufferEncoding, done: Done): void => {
    if (fate.error === null) write(chunk, encoding, enduring(done));
    else done();
  };
  if (writev !== undefined) {
    socket._writev = (chunks: Chunks, done: Done): void => {
      if (fate.error === null) writev(chunks, enduring(done));
      else done();
    };
  }
  return fate;
}
