/**
 * The body of a request on its way out: in pieces, so that progress shows and the kernel is never given much at once.
 *
 * A small body goes out with the head in one write and needs none of this.
 */
import type { Socket } from 'node:net';

const PIECE = 256 * 1024;

export class Upload {
  readonly #socket: Socket;
  readonly #body: Uint8Array;
  readonly #sent: (total: number) => void;
  #total = 0;
  #stopped = false;
  readonly #wrote = (): void => {
    if (this.#stopped) return;
    this.#total = this.#given;
    this.#sent(this.#total);
    this.#next();
  };
  #given = 0;

  /** @param sent - Hears of the bytes sent so far after each piece. */
  constructor(socket: Socket, body: Uint8Array, sent: (total: number) => void) {
    this.#socket = socket;
    this.#body = body;
    this.#sent = sent;
    this.#next();
  }

  /** Whether all of it was given to the kernel. */
  get complete(): boolean {
    return this.#total === this.#body.length;
  }

  /** No further piece. */
  stop(): void {
    this.#stopped = true;
  }

  #next(): void {
    if (this.#stopped || this.#given === this.#body.length || this.#socket.destroyed) return;
    const piece = this.#body.subarray(this.#given, this.#given + PIECE);
    this.#given += piece.length;
    this.#socket.write(piece, this.#wrote);
  }
}
