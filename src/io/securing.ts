/**
 * TLS over a connection that is already there: takes the socket of a stream, shakes hands, hands on the secured socket.
 *
 * Each ends in exactly one outcome, unless it is cancelled. There is no time limit: it is the program that waits.
 */
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { Failure, TlsPlan, TlsServerPlan } from '../link/index.js';
import type { DialOutcome } from './dial.js';
import { forgetMemory, readingOptions, stoppable, type ReadingOptions } from './tls-reading.js';
import type { Stream } from './stream.js';
import { startTls } from './tls-client.js';
import { describeTlsFailure } from './tls-failure.js';

export class Securing {
  readonly #place: string;
  readonly #outcome: DialOutcome;
  #socket: Socket | null;
  #over = false;

  /**
   * @param base - The stream that gives its socket.
   * @param unread - What the program read from it, and belongs to the handshake.
   */
  constructor(base: Stream | null, unread: Uint8Array | null, plan: TlsPlan | TlsServerPlan, outcome: DialOutcome) {
    this.#outcome = outcome;
    this.#place = base?.place ?? 'nowhere';
    const socket = (this.#socket = base?.release() ?? null);
    if (socket === null) {
      this.#fail({ code: 'ENOTCONN', message: `no TLS connection to ${this.#place}: the connection below has ended` });
      return;
    }
    if (unread !== null && unread.length > 0) socket.unshift(unread);
    // What was written in clear text goes out before.
    if (socket.writableLength === 0) this.#shakeHands(socket, plan);
    else {
      socket.write('', () => {
        this.#shakeHands(socket, plan);
      });
    }
  }

  /** Ends it without an outcome. Returns the socket it destroyed, which may not be closed yet. */
  cancel(): Socket[] {
    this.#over = true;
    return this.#socket === null ? [] : [this.#socket.destroy()];
  }

  #shakeHands(below: Socket, plan: TlsPlan | TlsServerPlan): void {
    if (this.#over) return;
    forgetMemory(below);
    let socket: TLSSocket;
    try {
      socket = 'verify' in plan ? startTls(plan, this.#place, { socket: below }) : acceptTls(plan, below);
    } catch (error) {
      this.#fail(describeTlsFailure(error as NodeJS.ErrnoException, this.#place));
      return;
    }
    this.#socket = socket;
    const onError = (error: NodeJS.ErrnoException): void => {
      this.#fail(describeTlsFailure(error, this.#place));
    };
    const onEnd = (): void => {
      onError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    };
    socket.once('error', onError).once('end', onEnd).once('close', onEnd);
    socket.once('verify' in plan ? 'secureConnect' : 'secure', () => {
      if (this.#over) return;
      this.#over = true;
      socket.off('error', onError).off('end', onEnd).off('close', onEnd);
      this.#outcome.connected(socket, false);
    });
  }

  #fail(failure: Failure): void {
    if (this.#over) return;
    this.cancel();
    this.#outcome.failed('tls', failure);
  }
}

type ServerOptions = TLSSocketOptions & ReadingOptions & { readonly allowHalfOpen: boolean };

/** Begins the server's side of a handshake. */
function acceptTls({ privateKey, certificate }: TlsServerPlan, below: Socket): TLSSocket {
  const secureContext = createSecureContext({
    key: privateKey,
    cert: certificate,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
  });
  const options: ServerOptions = { isServer: true, secureContext, allowHalfOpen: true };
  return stoppable(new TLSSocket(below, readingOptions(options)));
}
