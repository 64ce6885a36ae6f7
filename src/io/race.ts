/**
 * Connection attempts to several addresses, racing as in RFC 8305 section 5.
 *
 * A new attempt begins when the last one failed or has had its head start, earlier attempts go on meanwhile, the first to
 * connect wins and the others are destroyed.
 */
import type { Socket } from 'node:net';
import type { Address } from './resolve.js';

/** RFC 8305 section 5: the recommended Connection Attempt Delay. */
const HEAD_START_MS = 250;

export interface RaceOutcome {
  won(socket: Socket): void;
  /** Every attempt failed; the error is the first one's, which is the preferred address. */
  lost(error: NodeJS.ErrnoException): void;
}

export class ConnectRace {
  readonly #addresses: Address[];
  readonly #attempt: (address: Address) => Socket;
  readonly #outcome: RaceOutcome;
  readonly #running = new Set<Socket>();
  #firstError: NodeJS.ErrnoException | null = null;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param addresses - In the order in which to try them; at least one.
   * @param attempt - Makes a socket that is connecting to an address.
   */
  constructor(addresses: readonly Address[], attempt: (address: Address) => Socket, outcome: RaceOutcome) {
    this.#addresses = [...addresses];
    this.#attempt = attempt;
    this.#outcome = outcome;
    this.#next();
  }

  /** Ends the race without an outcome. Returns the sockets it destroyed, which may not be closed yet. */
  cancel(): Socket[] {
    clearTimeout(this.#timer);
    this.#addresses.length = 0;
    const ended = [...this.#running];
    for (const socket of ended) socket.destroy();
    this.#running.clear();
    return ended;
  }

  #next(): void {
    clearTimeout(this.#timer);
    const address = this.#addresses.shift();
    if (address === undefined) return;
    const socket = this.#attempt(address);
    this.#running.add(socket);
    const onError = (error: NodeJS.ErrnoException): void => {
      this.#fail(socket, error);
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      if (!this.#running.delete(socket)) return;
      socket.off('error', onError);
      this.cancel();
      this.#outcome.won(socket);
    });
    if (this.#addresses.length > 0) {
      this.#timer = setTimeout(() => {
        this.#next();
      }, HEAD_START_MS);
    }
  }

  #fail(socket: Socket, error: NodeJS.ErrnoException): void {
    if (!this.#running.delete(socket)) return;
    this.#firstError ??= error;
    if (this.#addresses.length > 0) this.#next();
    else if (this.#running.size === 0) this.#outcome.lost(this.#firstError);
  }
}
