/**
 * Godot's StreamPeerTCP: a TCP connection as a StreamPeer. The socket lives in the I/O thread; here is the caller's end.
 *
 * Its status is read off the stream, never stored beside it.
 */
import { sockets } from '#godot-platform/sockets.js';
import { StreamState, type ByteStream } from '../link/index.js';
import { warn } from '../log.js';
import { GodotError } from './error.js';
import { parseHostArgument } from './host-argument.js';
import { LinkedStreamPeer } from './linked-stream-peer.js';
import { noSockets } from './sockets.js';

const tcpStatus = Object.freeze({
  STATUS_NONE: 0,
  STATUS_CONNECTING: 1,
  STATUS_CONNECTED: 2,
  STATUS_ERROR: 3,
} as const);

/** One of the numbers `StreamPeerTCP.STATUS_*`. */
export type StreamPeerTCPStatus = (typeof tcpStatus)[keyof typeof tcpStatus];

/** A TCP connection as a stream of bytes. */
export class StreamPeerTCP extends LinkedStreamPeer {
  /** Not connected: never was, was closed, or the peer closed and everything it sent was read. */
  static readonly STATUS_NONE = tcpStatus.STATUS_NONE;
  /** Resolving or connecting. */
  static readonly STATUS_CONNECTING = tcpStatus.STATUS_CONNECTING;
  /** Connected. */
  static readonly STATUS_CONNECTED = tcpStatus.STATUS_CONNECTED;
  /** The connection could not be made, or broke. */
  static readonly STATUS_ERROR = tcpStatus.STATUS_ERROR;

  #bound: { localPort: number; localAddress?: string } | null = null;
  #noDelay = true;
  /** TLS is spoken on it, so its bytes are not the program's. */
  #beneathTls = false;

  constructor() {
    super(new.target === StreamPeerTCP);
  }

  /**
   * A peer over a stream that is already there.
   *
   * @param beneathTls - Whether the stream's bytes are those inside of TLS: the peer then only tells of the connection.
   * @internal
   */
  static over(stream: ByteStream, beneathTls = false): StreamPeerTCP {
    const peer = new StreamPeerTCP();
    peer._stream = stream;
    peer.#beneathTls = beneathTls;
    return peer;
  }

  /**
   * The stream of a peer that TLS can be laid over, with what the peer has read ahead of its program; or why not.
   * @internal
   */
  static lend(peer: StreamPeerTCP): { stream: ByteStream; unread: Uint8Array } | GodotError {
    const stream = peer._stream;
    if (peer.#beneathTls || stream?.lent === true) return GodotError.ERR_ALREADY_IN_USE;
    if (stream?.state !== StreamState.OPEN) return GodotError.ERR_UNCONFIGURED;
    const inRing = stream.available();
    const [, unread] = peer.get_partial_data(peer.get_available_bytes() - inRing);
    return { stream, unread };
  }

  /**
   * Chooses the local end of the next connection.
   *
   * @param port - 0 to 65535; 0 lets the system choose.
   * @param host - A local IP address, or `*` for any.
   * @returns `OK`; `ERR_ALREADY_IN_USE` while connected; `ERR_INVALID_PARAMETER` for a port that cannot be. That the
   *   address is taken shows when connecting, as STATUS_ERROR.
   */
  bind(port: number, host = '*'): GodotError {
    if (typeof port !== 'number') throw new TypeError('StreamPeerTCP.bind: port must be a number');
    if (typeof host !== 'string') throw new TypeError('StreamPeerTCP.bind: host must be a string');
    if (this._stream !== null) return GodotError.ERR_ALREADY_IN_USE;
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      warn('StreamPeerTCP.bind', `${port} is no port; use 0 to 65535`);
      return GodotError.ERR_INVALID_PARAMETER;
    }
    this.#bound = host === '*' ? { localPort: port } : { localPort: port, localAddress: host };
    return GodotError.OK;
  }

  /**
   * Connects to a host. The status becomes CONNECTING; `poll()` and `get_status()` tell when it stands.
   *
   * @param host - A name or an IP address.
   * @param port - 1 to 65535.
   * @returns `OK`; `ERR_ALREADY_IN_USE` while connecting or connected; `ERR_INVALID_PARAMETER` for a host or port that
   *   cannot be; in browsers, which have no sockets for pages, `ERR_UNAVAILABLE`. A warning tells the reason.
   */
  connect_to_host(host: string, port: number): GodotError {
    if (typeof host !== 'string') throw new TypeError('StreamPeerTCP.connect_to_host: host must be a string');
    if (typeof port !== 'number') throw new TypeError('StreamPeerTCP.connect_to_host: port must be a number');
    if (sockets === null) {
      warn('StreamPeerTCP.connect_to_host', noSockets);
      return GodotError.ERR_UNAVAILABLE;
    }
    const status = this.get_status();
    if (status === tcpStatus.STATUS_CONNECTING || status === tcpStatus.STATUS_CONNECTED) {
      warn('StreamPeerTCP.connect_to_host', 'already connected; call disconnect_from_host() first');
      return GodotError.ERR_ALREADY_IN_USE;
    }
    const place = port === -1 ? 'a port is needed, 1 to 65535' : parseHostArgument(host, port, false);
    if (typeof place === 'string') {
      warn('StreamPeerTCP.connect_to_host', place);
      return GodotError.ERR_INVALID_PARAMETER;
    }
    this.disconnect_from_host();
    const bound = this.#bound ?? {};
    this._stream = sockets.open({ host: place.host, port: place.port, noDelay: this.#noDelay, ...bound });
    return GodotError.OK;
  }

  /** Closes the connection. What was unread is gone. */
  disconnect_from_host(): void {
    this._stream?.close();
    this._stream = null;
    this.#beneathTls = false;
  }

  /** Takes in what is new. Returns `OK`, or `ERR_CONNECTION_ERROR` in STATUS_ERROR. */
  poll(): GodotError {
    return this.get_status() === tcpStatus.STATUS_ERROR ? GodotError.ERR_CONNECTION_ERROR : GodotError.OK;
  }

  /** The status now: one of `STATUS_*`. While unread bytes are there, a peer that closed still counts as connected. */
  get_status(): StreamPeerTCPStatus {
    const stream = this._stream;
    if (stream === null) return tcpStatus.STATUS_NONE;
    stream.drain();
    switch (stream.state) {
      case StreamState.RESOLVING:
      case StreamState.CONNECTING:
        return tcpStatus.STATUS_CONNECTING;
      case StreamState.OPEN:
        return tcpStatus.STATUS_CONNECTED;
      case StreamState.ENDED:
        return super.get_available_bytes() > 0 ? tcpStatus.STATUS_CONNECTED : tcpStatus.STATUS_NONE;
      case StreamState.FAILED:
        return super.get_available_bytes() > 0 ? tcpStatus.STATUS_CONNECTED : tcpStatus.STATUS_ERROR;
      default:
        return tcpStatus.STATUS_ERROR;
    }
  }

  /** The peer's IP address, or `''` when there was no connection. */
  get_connected_host(): string {
    return this._stream?.endpoints?.remoteAddress ?? '';
  }

  /** The peer's port, or 0 when there was no connection. */
  get_connected_port(): number {
    return this._stream?.endpoints?.remotePort ?? 0;
  }

  /** Our own port, or 0 when there was no connection. */
  get_local_port(): number {
    return this._stream?.endpoints?.localPort ?? 0;
  }

  /** Whether small writes go out at once (the default here) instead of being collected (Nagle's algorithm). */
  set_no_delay(enabled: boolean): void {
    if (typeof enabled !== 'boolean') throw new TypeError('StreamPeerTCP.set_no_delay: enabled must be a boolean');
    this.#noDelay = enabled;
    this._stream?.setNoDelay(enabled);
  }

  /** @internal */
  protected override get _bytes(): ByteStream | null {
    return this.#beneathTls || this._stream?.lent === true ? null : this._stream;
  }
}
