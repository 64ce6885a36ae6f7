/**
 * What StreamPeerTCP and StreamPeerTLS have in common: a StreamPeer whose connection lives in the I/O thread.
 *
 * Here is only what reads, writes and waits. How the connection is made, and what its states are called, is the classes'
 * own.
 */
import { StreamState, type ByteStream } from '../link/index.js';
import { GodotError } from './error.js';
import { hostHeader } from './host-argument.js';
import { StreamPeer } from './stream-peer.js';

/** Bytes that may wait in the I/O thread before `put_partial_data` takes no more. */
const WRITE_WINDOW = 1024 * 1024;

const nothing = new Uint8Array(0);

export abstract class LinkedStreamPeer extends StreamPeer {
  #stream: ByteStream | null = null;
  readonly #plain: boolean;

  /** @param plain - Whether it is no subclass of a program's own, which may have methods of its own. */
  protected constructor(plain: boolean) {
    super();
    this.#plain = plain;
  }

  /**
   * The stream behind a peer, when reading it directly would miss nothing.
   * @internal
   */
  static streamOf(peer: StreamPeer): ByteStream | null {
    if (!(peer instanceof LinkedStreamPeer) || !peer.#plain) return null;
    const stream = peer._bytes;
    return stream !== null && peer.get_available_bytes() === stream.available() ? stream : null;
  }

  /**
   * The `Host` field for requests over a peer.
   * @internal
   */
  static hostOf(peer: StreamPeer): string {
    const target = peer instanceof LinkedStreamPeer ? peer.#stream?.target : undefined;
    return target === undefined ? '' : hostHeader(target.host, target.port, target.tls !== undefined);
  }

  /** @internal */
  protected get _stream(): ByteStream | null {
    return this.#stream;
  }

  /** @internal */
  protected set _stream(stream: ByteStream | null) {
    this._forget_unread();
    this.#stream = stream;
  }

  /**
   * The stream, when its bytes are this peer's to read and write.
   * @internal
   */
  protected get _bytes(): ByteStream | null {
    return this.#stream;
  }

  /**
   * What reading and writing answer without a connection.
   * @internal
   */
  protected get _unconnected(): GodotError {
    return GodotError.FAILED;
  }

  protected override _get_available_bytes(): number {
    const stream = this._bytes;
    stream?.drain();
    return stream?.available() ?? 0;
  }

  protected override _get_partial_data(bytes: number): [GodotError, Uint8Array] {
    const stream = this._bytes;
    if (stream === null) return [this._unconnected, nothing.slice()];
    stream.drain();
    const { state } = stream;
    const data = stream.read(bytes);
    if (data.length > 0 || bytes === 0 || state === StreamState.OPEN) return [GodotError.OK, data];
    if (state === StreamState.ENDED) return [GodotError.ERR_FILE_EOF, data];
    return [this._unconnected, data];
  }

  protected override _put_partial_data(data: Uint8Array): [GodotError, number] {
    const stream = this._bytes;
    stream?.drain();
    if (stream === null || (stream.state !== StreamState.OPEN && stream.state !== StreamState.ENDED)) {
      return [this._unconnected, 0];
    }
    const count = Math.max(0, Math.min(data.length, WRITE_WINDOW - stream.unsent()));
    if (count > 0) stream.write('', new Uint8Array(data.subarray(0, count)));
    return [GodotError.OK, count];
  }

  protected override _wait(timeoutMs: number): boolean {
    return this._bytes?.wait(timeoutMs) ?? false;
  }
}
