/**
 * One connection of the I/O thread, told of by shared memory: what arrives goes into the ring, what is given is written.
 *
 * Its states move only forward, through `#enter`. Whatever a state speaks of (bytes in the ring, an event with the
 * reason) is in place before the state is.
 */
import type { Socket } from 'node:net';
import {
  Event,
  SENT,
  SEQUENCE,
  STATE,
  StreamState,
  type Failure,
  type ServiceEnd,
  type StreamEvent,
} from '../link/index.js';
import { describe, type DialStage } from './dial.js';
import { endureWriteErrors, type WriteFate } from './enduring.js';
import { Inlet, type OnRead } from './inlet.js';

/** A large body goes to the kernel in pieces of this size, so that progress shows and little is pinned at once. */
const WRITE_PIECE = 1024 * 1024;

/** Makes the connection of a stream: begins, tells the stream how it goes, and can be stopped. */
export type Origin = (stream: Stream) => { cancel(): void };

const failedStates = {
  resolve: StreamState.CANT_RESOLVE,
  connect: StreamState.CANT_CONNECT,
  proxy: StreamState.CANT_CONNECT,
  tls: StreamState.TLS_FAILED,
} as const satisfies Record<DialStage, StreamState>;

export class Stream {
  readonly #id: number;
  readonly #end: ServiceEnd;
  readonly #control: Int32Array;
  readonly #inlet: Inlet;
  readonly #place: string;
  readonly #origin: { cancel(): void };
  #socket: Socket | null = null;
  #fate: WriteFate = { error: null };
  #writesBeforeOpen: [string, Uint8Array | null][] = [];
  #sent = 0;
  #closed = false;

  /** @param place - What to call the other end in messages: `host:port`. */
  constructor(id: number, memory: SharedArrayBuffer, place: string, end: ServiceEnd, origin: Origin) {
    this.#id = id;
    this.#end = end;
    this.#place = place;
    this.#control = new Int32Array(memory, 0, 16);
    this.#inlet = new Inlet(memory, this.#control, {
      published: () => {
        this.#touch();
      },
      grown: (next) => {
        this.#tell([Event.RING, id, next]);
      },
    });
    this.#origin = origin(this);
  }

  /** What a socket of this stream takes as its `onread`. */
  get onread(): OnRead {
    return this.#inlet.onread;
  }

  /** Writes text as UTF-8, then bytes. Before the connection stands, they wait for it. */
  write(text: string, bytes: Uint8Array | null): void {
    const socket = this.#socket;
    if (socket === null) {
      this.#writesBeforeOpen.push([text, bytes]);
      return;
    }
    const count = Buffer.byteLength(text);
    if (bytes === null) {
      socket.write(text, 'utf8', this.#sender(count));
      return;
    }
    socket.cork();
    if (count > 0) socket.write(text, 'utf8', this.#sender(count));
    this.#writePieces(socket, bytes);
    socket.uncork();
  }

  /** The caller made room in the ring. */
  resume(): void {
    if (this.#inlet.makeRoom()) this.#socket?.resume();
  }

  setNoDelay(enabled: boolean): void {
    this.#socket?.setNoDelay(enabled);
  }

  /** Gives the socket away, for TLS to be laid over it; this stream has ended then. Null when it has none. */
  release(): Socket | null {
    const socket = this.#socket;
    if (socket === null) return null;
    socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('error');
    socket.pause();
    this.#socket = null;
    this.#enter(StreamState.ENDED);
    this.#closed = true;
    return socket;
  }

  /** Destroys what there is; nothing more is told. */
  close(): void {
    this.#closed = true;
    this.#origin.cancel();
    this.#socket?.destroy();
    this.#writesBeforeOpen = [];
  }

  /** Names are resolved. */
  connecting(): void {
    this.#enter(StreamState.CONNECTING);
  }

  /** The connection stands: from here on the socket is this stream's. */
  connected(socket: Socket, readsDirectly: boolean): void {
    this.#socket = socket;
    this.#fate = endureWriteErrors(socket);
    if (!readsDirectly) {
      socket.on('data', (data: Buffer) => {
        if (!this.#inlet.push(data)) socket.pause();
      });
    }
    socket.on('end', () => {
      if (this.#fate.error === null) this.#enter(StreamState.ENDED);
      else this.#broken(this.#fate.error);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#broken(this.#fate.error ?? error);
    });
    const { remoteAddress = '', remotePort = 0, localPort = 0 } = socket;
    this.#tell([Event.OPENED, this.#id, { remoteAddress, remotePort, localPort }]);
    this.#enter(StreamState.OPEN);
    for (const [text, bytes] of this.#writesBeforeOpen) this.write(text, bytes);
    this.#writesBeforeOpen = [];
    socket.resume();
  }

  /** The connection could not be made. */
  failed(stage: DialStage, failure: Failure): void {
    this.#fail(failedStates[stage], failure);
  }

  #broken(error: NodeJS.ErrnoException): void {
    this.#fail(StreamState.FAILED, describe(`the connection to ${this.#place} broke`, error));
  }

  #writePieces(socket: Socket, bytes: Uint8Array): void {
    const piece = bytes.subarray(0, WRITE_PIECE);
    const rest = bytes.subarray(WRITE_PIECE);
    const sent = this.#sender(piece.length);
    socket.write(piece, () => {
      sent();
      if (rest.length > 0 && !socket.destroyed) this.#writePieces(socket, rest);
    });
  }

  #sender(count: number): () => void {
    return () => {
      this.#sent = (this.#sent + count) | 0;
      Atomics.store(this.#control, SENT, this.#sent);
      this.#touch();
    };
  }

  #fail(state: StreamState, failure: Failure): void {
    if (this.#closed) return;
    this.#tell([Event.FAILED, this.#id, failure]);
    this.#enter(state);
    this.#socket?.destroy();
  }

  /** The one door of every change of state. */
  #enter(state: StreamState): void {
    if (this.#closed || state <= Atomics.load(this.#control, STATE)) return;
    Atomics.store(this.#control, STATE, state);
    this.#touch();
  }

  /** Sends an event ahead of the shared word that refers to it. */
  #tell(event: StreamEvent): void {
    this.#end.post(event);
    this.#end.flush();
  }

  #touch(): void {
    Atomics.add(this.#control, SEQUENCE, 1);
    this.#end.ring();
  }
}
