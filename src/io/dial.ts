/**
 * From a target to a connected socket: resolve, race the addresses, tunnel through a proxy, shake hands.
 *
 * Each dial ends in exactly one outcome, unless it is cancelled. Nobody reads the socket before it is handed over.
 */
import { Socket, type SocketConstructorOpts } from 'node:net';
import type { Failure, StreamTarget } from '../link/index.js';
import type { OnRead } from '../requests/inlet.js';
import { ConnectRace } from './race.js';
import { resolve, type Address } from './resolve.js';
import { describeTlsFailure } from './tls-failure.js';
import { tlsReadsDirectly } from './tls-reading.js';
import { startTls } from './tls-client.js';
import { openTunnel } from './tunnel.js';

/** Connect, proxy tunnel and TLS handshake together (Godot's `tcp/connect_timeout_seconds`). */
const CONNECT_TIMEOUT_MS = 30_000;

/** Where a dial failed. */
export type DialStage = 'resolve' | 'connect' | 'proxy' | 'tls';

export interface DialOutcome {
  /** Names are resolved; connecting begins. */
  connecting(): void;
  /** A further stage begins, for those who measure them. */
  entered?(stage: DialStage): void;
  /** A TLS handshake begins, for those who want to see what comes of it. */
  securing?(socket: Socket): void;
  /**
   * The socket is ready, and paused.
   * @param readsDirectly - Whether it reads into the memory of `onread`; else it emits `data`.
   */
  connected(socket: Socket, readsDirectly: boolean): void;
  failed(stage: DialStage, failure: Failure): void;
}

export class Dial {
  readonly #target: StreamTarget;
  readonly #onread: OnRead;
  readonly #outcome: DialOutcome;
  #race: ConnectRace | null = null;
  #socket: Socket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stage: DialStage = 'resolve';
  #over = false;

  constructor(target: StreamTarget, onread: OnRead, outcome: DialOutcome) {
    this.#target = target;
    this.#onread = onread;
    this.#outcome = outcome;
    const { host } = target.proxy ?? target;
    resolve(host, (error, addresses) => {
      this.#resolved(host, error, addresses);
    });
  }

  /** Ends the dial without an outcome. Returns the sockets it destroyed, which may not be closed yet. */
  cancel(): Socket[] {
    this.#over = true;
    clearTimeout(this.#timer);
    const ended = this.#race?.cancel() ?? [];
    if (this.#socket !== null) ended.push(this.#socket.destroy());
    return ended;
  }

  #resolved(host: string, error: NodeJS.ErrnoException | null, addresses: Address[]): void {
    if (this.#over) return;
    if (error !== null || addresses.length === 0) {
      const code = error?.code ?? 'ENOTFOUND';
      this.#fail({ code, message: `no address is known for "${host}" (${code})` });
      return;
    }
    this.#enter('connect');
    this.#outcome.connecting();
    this.#timer = setTimeout(() => {
      this.#timedOut();
    }, CONNECT_TIMEOUT_MS).unref();
    this.#race = new ConnectRace(addresses, (address) => this.#attempt(address), {
      won: (socket) => {
        this.#won(socket);
      },
      lost: (cause) => {
        this.#fail(describe(`no connection to ${this.#firstHop()}`, cause));
      },
    });
  }

  #attempt({ address, family }: Address): Socket {
    const { proxy, tls, localAddress, localPort, noDelay = true } = this.#target;
    const connection = {
      host: address,
      port: (proxy ?? this.#target).port,
      family,
      noDelay,
      autoSelectFamily: false,
      ...(localAddress === undefined ? {} : { localAddress }),
      ...(localPort === undefined ? {} : { localPort }),
    };
    // All attempts share one ring. None reads before it has won: TLS has nothing to give before its handshake is over.
    if (tls !== undefined && proxy === undefined) {
      return startTls(tls, this.#place(), { ...connection, onread: this.#onread }).unref();
    }
    const options: SocketConstructorOpts = { allowHalfOpen: true };
    const socket = new Socket(proxy === undefined ? Object.assign(options, { onread: this.#onread }) : options);
    // Never keeps a process alive by itself.
    return socket.pause().unref().connect(connection);
  }

  #won(socket: Socket): void {
    this.#socket = socket;
    const { proxy, tls } = this.#target;
    if (proxy !== undefined) {
      this.#enter('proxy');
      openTunnel(socket, proxy, this.#place(), {
        opened: () => {
          if (tls === undefined) this.#connected(socket, false);
          else this.#secure(startTls(tls, this.#place(), { socket }), false);
        },
        failed: (failure) => {
          this.#fail(failure);
        },
      });
    } else if (tls !== undefined) this.#secure(socket, tlsReadsDirectly);
    else this.#connected(socket, true);
  }

  #secure(socket: Socket, readsDirectly: boolean): void {
    this.#enter('tls');
    this.#socket = socket;
    this.#outcome.securing?.(socket);
    const onError = (error: NodeJS.ErrnoException): void => {
      this.#fail(describeTlsFailure(error, this.#place()));
    };
    const onClose = (): void => {
      onError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    };
    socket.once('error', onError).once('close', onClose);
    socket.once('secureConnect', () => {
      socket.off('error', onError).off('close', onClose);
      this.#connected(socket, readsDirectly);
    });
  }

  #connected(socket: Socket, readsDirectly: boolean): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#outcome.connected(socket, readsDirectly);
  }

  #enter(stage: DialStage): void {
    this.#stage = stage;
    this.#outcome.entered?.(stage);
  }

  #timedOut(): void {
    this.#stage = 'connect';
    const message = `no connection to ${this.#place()} within ${CONNECT_TIMEOUT_MS / 1000} s`;
    this.#fail({ code: 'ETIMEDOUT', message });
  }

  #fail(failure: Failure): void {
    if (this.#over) return;
    this.cancel();
    this.#outcome.failed(this.#stage, failure);
  }

  #firstHop(): string {
    const { proxy } = this.#target;
    return proxy === undefined ? this.#place() : `proxy ${proxy.host}:${proxy.port}`;
  }

  #place(): string {
    return placeOf(this.#target);
  }
}

/** `host:port`, with brackets around an IPv6 address. */
export function placeOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A failed system call as a sentence. */
export function describe(what: string, error: NodeJS.ErrnoException): Failure {
  const code = error.code ?? 'EIO';
  return { code, message: `${what} (${code})` };
}
