/**
 * One connection of an HTTPClient: its channel, the reader of what comes on it, how requests are written on it, and
 * whose it is. A new one is made for each connection, so nothing of one is left to the next.
 *
 * It knows no status of the client. Why something cannot be is a sentence.
 */
import { ByteStream, isOver, sharedLink } from '../link/index.js';
import { takeOver } from './body-memory.js';
import type { Channel } from './channel.js';
import { directRoute, type ConnectionPlan, type Route } from './connection-plan.js';
import { LinkedStreamPeer } from './linked-stream-peer.js';
import type { OutgoingRequest } from './outgoing-request.js';
import { PeerChannel } from './peer-channel.js';
import { ResponseReader } from './response-reader.js';
import type { StreamPeer } from './stream-peer.js';
import { StreamPeerTCP } from './stream-peer-tcp.js';
import { StreamPeerTLS } from './stream-peer-tls.js';

const unasked = 'the server sent something nobody had asked for';

export class Connection {
  readonly channel: Channel;
  readonly reader: ResponseReader;
  #peer: StreamPeer | null;
  /** False for one that the program assigned: it stays the program's to close. */
  readonly #owned: boolean;
  #route: Route;
  /** It is no longer ours to read: CONNECT or 101 handed it over. */
  #handedOver = false;
  #doom: string | null = null;

  private constructor(channel: Channel, route: Route, peer: StreamPeer | null) {
    this.channel = channel;
    this.reader = new ResponseReader(channel);
    this.#route = route;
    this.#peer = peer;
    this.#owned = peer === null;
  }

  /** Begins a connection as planned. */
  static open({ target, route }: ConnectionPlan): Connection {
    return new Connection(new ByteStream(sharedLink(), target), route, null);
  }

  /** Makes one of a peer that the program connected. */
  static over(peer: StreamPeer): Connection {
    const channel = LinkedStreamPeer.streamOf(peer) ?? new PeerChannel(peer);
    return new Connection(channel, directRoute(LinkedStreamPeer.hostOf(peer)), peer);
  }

  /** The connection as the program sees it. */
  get peer(): StreamPeer | null {
    const { channel } = this;
    if (this.#peer === null && channel instanceof ByteStream) {
      this.#peer = (channel.target.tls === undefined ? StreamPeerTCP : StreamPeerTLS).over(channel);
    }
    return this.#peer;
  }

  /** How requests are written on it. */
  get route(): Route {
    return this.#route;
  }

  /** Why the request that was accepted was not sent; `null` when it was. */
  get doom(): string | null {
    return this.#doom;
  }

  /** Why it could not be made, if that is known. */
  get failure(): string | undefined {
    const message = this.channel.failure?.message;
    if (this.#route.origin === null || message === undefined) return message;
    return `the HTTP proxy cannot be used: ${message}`;
  }

  /** While no request is under way: what has made it useless, `null` if nothing has. Ending alone has no reason. */
  idleFault(): { readonly reason: string | null } | null {
    const { channel } = this;
    if (channel instanceof PeerChannel) return null;
    const { state } = channel;
    if (!this.#handedOver && channel.contiguous() > 0) return { reason: unasked };
    if (!isOver(state) || channel.available() > 0) return null;
    return { reason: channel.failure?.message ?? null };
  }

  /** Whether there may be something to find although nothing is new: it came along with an answer, and was left then. */
  mayHaveLeftovers(): boolean {
    return isOver(this.channel.state) || this.channel.contiguous() > 0;
  }

  /** The far end gave it to the program: what comes now is no HTTP of ours. */
  handOver(): void {
    this.#handedOver = true;
    // A proxy in between is out of the game, and its credentials must not get to the server.
    this.#route = directRoute(this.#route.host);
  }

  /** Sends a request, and prepares for its answer. */
  send({ method, head, closes, mayHandOver }: OutgoingRequest, body: Uint8Array): void {
    const { channel } = this;
    this.reader.begin(method, closes);
    if (channel instanceof PeerChannel) channel.singly = mayHandOver;
    else this.#doom = this.#whyNotSend();
    this.#handedOver = false;
    if (this.#doom === null) channel.write(head, body.length === 0 ? null : takeOver(body));
  }

  /** Whether the answer to the last request leaves it fit for another. */
  get reusable(): boolean {
    return this.reader.parser.reusable && this.channel.unsent() === 0;
  }

  /** Closes it, unless it is the program's, or TLS was laid over it and now owns it. */
  release(): void {
    const { channel } = this;
    const owned = this.#owned && !channel.lent;
    // A PeerChannel only lets go of its peer.
    if (owned || channel instanceof PeerChannel) channel.close();
  }

  /** A connection the server has closed, or on which it spoke unasked, would answer a request with something else. */
  #whyNotSend(): string | null {
    const { channel } = this;
    const { state } = channel;
    if (!this.#handedOver && channel.contiguous() > 0) return unasked;
    if (isOver(state)) return channel.failure?.message ?? 'the server had closed the connection; connect again';
    return channel.lent ? 'TLS was laid over the connection; assign the StreamPeerTLS to use it' : null;
  }
}
