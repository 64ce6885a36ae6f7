/**
 * One connection of the I/O thread, told of by shared memory: what arrives goes into the ring, what is given is written.
 *
 * Its states move only forward, through `#enter`. Whatever a state speaks of (bytes in the ring, an event with the
 * reason) is in place before the state is.
 */
import type { Socket } from 'node:net';
import {
  Event,
  LAST_CAPACITY,
  RELEASED,
  SENT,
  SEQUENCE,
  STATE,
  StreamState,
  type Failure,
  type CommonMemory,
  type ServiceEnd,
  type StreamEvent,
} from '../link/index.js';
import { Inlet, type OnRead } from '../requests/inlet.js';
import { describe, type DialStage } from './dial.js';
import { endureWriteErrors, type WriteFate } from './enduring.js';

/** A large body goes to the kernel in pieces of this size, so that progress shows and little is pinned at once. */
const WRITE_PIECE = 1024 * 1024;

/** Makes the connection of a stream: begins, tells the stream how it goes, and can be stopped. */
export type Origin = (stream: Stream) => { cancel(): Socket[] };

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
  readonly #origin: { cancel(): Socket[] };
  #socket: Socket | null = null;
  #fate: WriteFate = { error: null };
  #writesBeforeOpen: [string, Uint8Array | null][] = [];
  #sent = 0;
  #closed = false;
  /** How the connection ended, while bytes that arrived before still wait for room in the ring. */
  #ending: (() => void) | null = null;
  /** The socket, after it was given away. */
  #lent: Socket | null = null;
  readonly #onData = (data: Buffer): void => {
    if (!this.#inlet.push(data)) this.#socket?.pause();
  };
  readonly #onEnd = (): void => {
    this.#over(this.#fate.error);
  };
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.#over(this.#fate.error ?? error);
  };
  /** Whatever else may end a socket, a stream must not wait for one that is gone. */
  readonly #onClose = (): void => {
    this.#over(this.#fate.error ?? new Error('closed'));
  };

  /** @param place - What to call the other end in messages: `host:port`. */
  constructor(id: number, memory: CommonMemory, place: string, end: ServiceEnd, origin: Origin) {
    this.#id = id;
    this.#end = end;
    this.#place = place;
    this.#control = new Int32Array(memory, 0, 16);
    this.#inlet = new Inlet(memory, this.#control, LAST_CAPACITY, {
      published: () => {
        this.#touch();
      },
      grown: (next) => {
        this.#tell([Event.RING, id, next]);
      },
    });
    this.#origin = origin(this);
  }

  /** What to call the other end in messages. */
  get place(): string {
    return this.#place;
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
    if (this.#inlet.backlog === 0) this.#ending?.();
  }

  setNoDelay(enabled: boolean): void {
    this.#socket?.setNoDelay(enabled);
  }

  /**
   * Gives the socket away, for TLS to be laid over it, with all the caller had not read back in it. This stream only
   * tells of its end then, and ends it when it is closed. Null when there is no socket to give.
   */
  release(): Socket | null {
    const socket = this.#socket;
    if (socket === null || Atomics.load(this.#control, STATE) !== StreamState.OPEN) return null;
    socket.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onError).off('close', this.#onClose);
    socket.pause();
    for (const bytes of this.#inlet.unread().reverse()) if (bytes.length > 0) socket.unshift(bytes);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#enter(StreamState.ENDED);
    });
    this.#socket = null;
    this.#lent = socket;
    return socket;
  }

  /** Destroys what there is; nothing more is told. */
  close(): void {
    this.#closed = true;
    // First, and with a reason: without one TLS over it would end in Bun as if the other side had closed it.
    this.#lent?.destroy(new Error('the stream below was closed'));
    const sockets = new Set(this.#origin.cancel());
    for (const socket of [this.#socket, this.#lent]) if (socket !== null) sockets.add(socket.destroy());
    this.#writesBeforeOpen = [];
    this.#releaseAfter(sockets);
  }

  /** Names are resolved. */
  connecting(): void {
    this.#enter(StreamState.CONNECTING);
  }

  /** The connection stands: from here on the socket is this stream's. */
  connected(socket: Socket, readsDirectly: boolean): void {
    this.#socket = socket;
    this.#fate = endureWriteErrors(socket);
    socket.on('end', this.#onEnd).on('error', this.#onError).on('close', this.#onClose);
    if (!readsDirectly) socket.on('data', this.#onData);
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

  /** The connection is over; it shows when all that arrived before stands in the ring. The first cause counts. */
  #over(error: NodeJS.ErrnoException | null): void {
    if (this.#ending !== null) return;
    this.#ending = () => {
      if (error === null) this.#enter(StreamState.ENDED);
      else this.#fail(StreamState.FAILED, describe(`the connection to ${this.#place} broke`, error));
    };
    if (this.#inlet.backlog === 0) this.#ending();
  }

  /** Gives the memory back when the last of these sockets is closed: until then it might still read into it. */
  #releaseAfter(sockets: Set<Socket>): void {
    for (const socket of sockets) {
      if (socket.closed) sockets.delete(socket);
      else {
        socket.once('close', () => {
          sockets.delete(socket);
          this.#releaseAfter(sockets);
        });
        return;
      }
    }
    Atomics.store(this.#control, RELEASED, 1);
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
      if (this.#closed) return;
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
    if (this.#closed) return;
    Atomics.add(this.#control, SEQUENCE, 1);
    this.#end.ring();
  }
}
