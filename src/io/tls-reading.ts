/**
 * How TLS sockets read, where they do not read as Node's do (see link/runtime.ts). In Node all of this changes nothing.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { tlsForgetsUnread, tlsSocketsCannotStop } from '../link/node.js';
import type { OnRead } from '../requests/inlet.js';

/** Whether a TLS socket over a connection of its own reads into the memory of `onread`; else it emits `data`. */
export const tlsReadsDirectly = !tlsSocketsCannotStop;

/** What Node takes and its types leave out. */
export interface ReadingOptions extends Pick<ConnectionOptions, 'socket'> {
  readonly onread?: OnRead;
}

interface Handle {
  readStart(): number;
  readStop(): number;
  useUserBuffer(memory: Uint8Array): void;
}

interface WithHandle {
  readonly _handle?: (Handle & { readonly _parent?: Handle }) | null;
}

/** A stream with less room would stop the decryption itself, which is what loses the end of the connection. */
const ROOM = { highWaterMark: Number.MAX_SAFE_INTEGER };

/** Options of a TLS socket, changed as the runtime needs it. */
export function readingOptions<Options extends ReadingOptions>(options: Options): Options {
  if (tlsSocketsCannotStop) return { ...options, ...ROOM, onread: undefined };
  const { socket } = options;
  if (!tlsForgetsUnread || socket === undefined || socket.readableLength === 0) return options;
  return { ...options, socket: Duplex.from({ readable: socket, writable: socket }) };
}

/** Lets a TLS socket, made with such options, be paused and resumed: it is the connection below that is stopped. */
export function stoppable(socket: TLSSocket): TLSSocket {
  if (!tlsSocketsCannotStop) return socket;
  const below = (): Handle | undefined => (socket as WithHandle)._handle?._parent;
  const { pause, resume } = socket;
  let stopped = false;
  socket.pause = () => {
    stopped = true;
    below()?.readStop();
    return pause.call(socket);
  };
  socket.resume = () => {
    if (stopped) below()?.readStart();
    stopped = false;
    return resume.call(socket);
  };
  return socket;
}

/** Prepares a socket that read into memory of its own so far (`onread`) for TLS that is to be laid over it. */
export function forgetMemory(socket: Socket): void {
  if (tlsSocketsCannotStop) (socket as WithHandle)._handle?.useUserBuffer(new Uint8Array(0));
}
