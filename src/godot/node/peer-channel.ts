/**
 * Makes a channel of any StreamPeer, a program's own subclass included, through its public methods alone.
 *
 * It cannot be woken, so every poll looks at the peer. Bytes are fetched a block at a time into a buffer of its own;
 * where a connection may be handed over afterwards they are fetched singly, so that none is taken that is not HTTP's.
 */
import { StreamState, type Failure } from '../../link/index.js';
import type { Channel } from './channel.js';
import { GodotError, errorName } from '../error.js';
import type { StreamPeer } from '../stream-peer.js';

const BLOCK = 65536;
const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

export class PeerChannel implements Channel {
  readonly #peer: StreamPeer;
  readonly canWait = false;
  readonly lent = false;
  bytes: Uint8Array = nothing;
  offset = 0;
  failure: Failure | null = null;
  state: StreamState = StreamState.OPEN;
  #blockSize = BLOCK;
  #outgoing: Uint8Array[] = [];

  constructor(peer: StreamPeer) {
    this.#peer = peer;
  }

  /** Whether to fetch bytes singly, because what follows the head may not be HTTP. */
  set singly(singly: boolean) {
    this.#blockSize = singly ? 1 : BLOCK;
  }

  drain(): void {
    this.#sendOutgoing();
  }

  changed(): boolean {
    return true;
  }

  available(): number {
    const buffered = this.bytes.length - this.offset;
    return this.state === StreamState.OPEN ? buffered + this.#peer.get_available_bytes() : buffered;
  }

  contiguous(): number {
    if (this.offset === this.bytes.length) this.#fetch();
    return this.bytes.length - this.offset;
  }

  consume(count: number): void {
    this.offset += count;
  }

  write(text: string, bytes: Uint8Array | null = null): void {
    this.#outgoing.push(encoder.encode(text));
    if (bytes !== null && bytes.length > 0) this.#outgoing.push(bytes);
    this.#sendOutgoing();
  }

  unsent(): number {
    return this.#outgoing.reduce((sum, part) => sum + part.length, 0);
  }

  wait(): boolean {
    return false;
  }

  /** Lets go of the peer, which stays the program's own. */
  close(): void {
    this.#outgoing = [];
    this.bytes = nothing;
    this.offset = 0;
  }

  #fetch(): void {
    if (this.state !== StreamState.OPEN) return;
    // Asked also when nothing seems to be there: only reading tells that a stream is over.
    const [error, data] = this.#peer.get_partial_data(this.#blockSize);
    this.bytes = data;
    this.offset = 0;
    if (error !== GodotError.OK) this.#end(error);
  }

  #sendOutgoing(): void {
    while (this.state === StreamState.OPEN) {
      const part = this.#outgoing[0];
      if (part === undefined) return;
      const [error, sent] = this.#peer.put_partial_data(part);
      if (error !== GodotError.OK) {
        this.#end(error);
        return;
      }
      if (sent <= 0) return;
      if (sent >= part.length) this.#outgoing.shift();
      else this.#outgoing[0] = part.subarray(sent);
    }
  }

  /** A peer says that its stream is over with ERR_FILE_EOF; every other error is a broken connection. */
  #end(error: GodotError): void {
    this.state = error === GodotError.ERR_FILE_EOF ? StreamState.ENDED : StreamState.FAILED;
    const code = errorName(error);
    this.failure = { code, message: `the connection's StreamPeer answered ${code}` };
  }
}
