/**
 * Godot's StreamPeerTLS: TLS over a StreamPeerTCP, as a StreamPeer. Handshake and encryption happen in the I/O thread;
 * here is the caller's end.
 *
 * Its status is read off the stream, never stored beside it.
 */
import { sockets } from '#godot-platform/sockets.js';
import { StreamState, type ByteStream, type TlsPlan, type TlsServerPlan } from '../link/index.js';
import { requireInstance, requireType } from './argument-types.js';
import { GodotError } from './error.js';
import { LinkedStreamPeer } from './linked-stream-peer.js';
import { noSockets } from './sockets.js';
import { StreamPeer } from './stream-peer.js';
import { StreamPeerTCP } from './stream-peer-tcp.js';
import { TLSOptions } from './tls-options.js';
import { WarnOnce } from './warn-once.js';

const tlsStatus = Object.freeze({
  STATUS_DISCONNECTED: 0,
  STATUS_HANDSHAKING: 1,
  STATUS_CONNECTED: 2,
  STATUS_ERROR: 3,
  STATUS_ERROR_HOSTNAME_MISMATCH: 4,
} as const);

/** One of the numbers `StreamPeerTLS.STATUS_*`. */
export type StreamPeerTLSStatus = (typeof tlsStatus)[keyof typeof tlsStatus];

/** TLS over a `StreamPeerTCP`, as a stream of bytes. */
export class StreamPeerTLS extends LinkedStreamPeer {
  /** Not connected: never was, was closed, or the peer closed and everything it sent was read. */
  static readonly STATUS_DISCONNECTED = tlsStatus.STATUS_DISCONNECTED;
  /** The handshake is under way. */
  static readonly STATUS_HANDSHAKING = tlsStatus.STATUS_HANDSHAKING;
  /** Connected. */
  static readonly STATUS_CONNECTED = tlsStatus.STATUS_CONNECTED;
  /** The handshake failed, or the connection broke. */
  static readonly STATUS_ERROR = tlsStatus.STATUS_ERROR;
  /** The handshake failed because the certificate is for another name. */
  static readonly STATUS_ERROR_HOSTNAME_MISMATCH = tlsStatus.STATUS_ERROR_HOSTNAME_MISMATCH;

  readonly #warnings = new WarnOnce('StreamPeerTLS');
  #below: StreamPeerTCP | null = null;

  constructor() {
    super(new.target === StreamPeerTLS);
  }

  /**
   * A peer over a stream that speaks TLS already.
   * @internal
   */
  static over(stream: ByteStream): StreamPeerTLS {
    const peer = new StreamPeerTLS();
    peer._stream = stream;
    return peer;
  }

  /**
   * Begins TLS as a client over a connection. `poll()` and `get_status()` tell when the handshake is over.
   *
   * From here on the connection belongs to this peer: the stream below has no bytes of its own any more, and closing
   * either closes both. There is no time limit: `disconnect_from_stream()` ends a handshake that takes too long.
   *
   * @param stream - A `StreamPeerTCP` that is connected.
   * @param common_name - The server's name: to ask for, and to find in its certificate.
   * @param client_options - How to check the server; `null` for `TLSOptions.client()`.
   * @returns `OK`; `ERR_ALREADY_IN_USE` while this peer is connected, or when TLS was laid over the stream before;
   *   `ERR_UNCONFIGURED` for a stream that is not connected; `ERR_INVALID_PARAMETER` for any other kind of stream, a
   *   server's options, or options with an empty chain; in browsers, which have no sockets for pages, `ERR_UNAVAILABLE`.
   *   A warning tells the reason.
   * @throws TypeError for arguments of the wrong type.
   */
  connect_to_stream(stream: StreamPeer, common_name: string, client_options: TLSOptions | null = null): GodotError {
    requireInstance('StreamPeerTLS.connect_to_stream', 'stream', stream, StreamPeer);
    requireType('StreamPeerTLS.connect_to_stream', 'common_name', common_name, 'string');
    requireInstance('StreamPeerTLS.connect_to_stream', 'client_options', client_options, TLSOptions, true);
    const options = client_options ?? TLSOptions.client();
    return this.#begin('connect_to_stream', stream, sockets?.planTlsClient(options, common_name));
  }

  /**
   * Begins TLS as the server's side of a connection; else as {@link connect_to_stream}.
   *
   * @param stream - A `StreamPeerTCP` that is connected.
   * @param server_options - From `TLSOptions.server()`.
   * @returns As for {@link connect_to_stream}; `ERR_INVALID_PARAMETER` also for a client's options, a key that is empty
   *   or public only, an empty certificate, or a certificate for another key.
   * @throws TypeError for arguments of the wrong type.
   */
  accept_stream(stream: StreamPeer, server_options: TLSOptions): GodotError {
    requireInstance('StreamPeerTLS.accept_stream', 'stream', stream, StreamPeer);
    requireInstance('StreamPeerTLS.accept_stream', 'server_options', server_options, TLSOptions);
    return this.#begin('accept_stream', stream, sockets?.planTlsServer(server_options));
  }

  /** Closes the connection, that of the stream below too. What was unread is gone. */
  disconnect_from_stream(): void {
    this._stream?.close();
    this._stream = null;
    this.#below?.disconnect_from_host();
    this.#below = null;
  }

  /** Takes in what is new. Warns, once, when the handshake failed, with the reason. */
  poll(): void {
    const status = this.get_status();
    if (status !== tlsStatus.STATUS_ERROR && status !== tlsStatus.STATUS_ERROR_HOSTNAME_MISMATCH) return;
    this.#warnings.warn('poll', this._stream?.failure?.message ?? 'the connection broke');
  }

  /** The status now: one of `STATUS_*`. While unread bytes are there, a peer that closed still counts as connected. */
  get_status(): StreamPeerTLSStatus {
    const stream = this._stream;
    if (stream === null) return tlsStatus.STATUS_DISCONNECTED;
    stream.drain();
    switch (stream.state) {
      case StreamState.RESOLVING:
      case StreamState.CONNECTING:
        return tlsStatus.STATUS_HANDSHAKING;
      case StreamState.OPEN:
        return tlsStatus.STATUS_CONNECTED;
      case StreamState.ENDED:
        return super.get_available_bytes() > 0 ? tlsStatus.STATUS_CONNECTED : tlsStatus.STATUS_DISCONNECTED;
      case StreamState.FAILED:
        return super.get_available_bytes() > 0 ? tlsStatus.STATUS_CONNECTED : tlsStatus.STATUS_ERROR;
      case StreamState.TLS_FAILED:
        return stream.failure?.code === 'ERR_TLS_CERT_ALTNAME_INVALID'
          ? tlsStatus.STATUS_ERROR_HOSTNAME_MISMATCH
          : tlsStatus.STATUS_ERROR;
      default:
        return tlsStatus.STATUS_ERROR;
    }
  }

  /** The stream below: it tells of the connection, but its bytes are TLS's. `null` without a connection. */
  get_stream(): StreamPeer | null {
    const stream = this._stream;
    if (stream !== null) this.#below ??= StreamPeerTCP.over(stream, true);
    return this.#below;
  }

  /** @internal */
  protected override get _unconnected(): GodotError {
    return GodotError.ERR_UNCONFIGURED;
  }

  #begin(method: string, stream: StreamPeer, plan: TlsPlan | TlsServerPlan | string | undefined): GodotError {
    if (plan === undefined) return this.#refuse(method, GodotError.ERR_UNAVAILABLE, noSockets);
    const status = this.get_status();
    if (status === tlsStatus.STATUS_HANDSHAKING || status === tlsStatus.STATUS_CONNECTED) {
      return this.#refuse(
        method,
        GodotError.ERR_ALREADY_IN_USE,
        'already connected; call disconnect_from_stream() first',
      );
    }
    if (typeof plan === 'string') return this.#refuse(method, GodotError.ERR_INVALID_PARAMETER, plan);
    if (!(stream instanceof StreamPeerTCP)) {
      return this.#refuse(method, GodotError.ERR_INVALID_PARAMETER, 'TLS can be laid over a StreamPeerTCP only');
    }
    const lent = StreamPeerTCP.lend(stream);
    if (typeof lent === 'number') return this.#refuse(method, lent, refusals[lent] ?? 'the stream cannot be used');
    this._stream?.close();
    if (this.#below !== stream) this.#below?.disconnect_from_host();
    this.#warnings.clear(method);
    this.#warnings.clear('poll');
    this._stream = lent.stream.secure(plan, lent.unread.length > 0 ? lent.unread : null);
    this.#below = stream;
    return GodotError.OK;
  }

  #refuse(method: string, error: GodotError, message: string): GodotError {
    this.#warnings.warn(method, message);
    return error;
  }
}

const refusals: Partial<Record<GodotError, string>> = {
  [GodotError.ERR_ALREADY_IN_USE]: 'TLS was laid over the stream before',
  [GodotError.ERR_UNCONFIGURED]: 'the stream is not connected; wait for StreamPeerTCP.STATUS_CONNECTED',
};
