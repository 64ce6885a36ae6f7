/**
 * An HTTPClient's connection where there are sockets: its channel, the reader of what comes on it, how requests are
 * written on it, and whose it is.
 *
 * Why something cannot be is a sentence.
 */
import type { HttpFault } from '../../http1/index.js';
import { ByteStream, StreamState, isOver, type RequestErrorCode } from '../../link/index.js';
import { sharedLink } from '../../link/node.js';
import type { Connection, ConnectingStatus, ConnectionFault, RequestArguments } from '../connection.js';
import { GodotError } from '../error.js';
import type { Fault } from '../fault.js';
import { Status } from '../http-client-constants.js';
import { LinkedStreamPeer } from '../linked-stream-peer.js';
import { Progress } from '../progress.js';
import { noResponse, type ReceivedResponse } from '../received-response.js';
import type { StreamPeer } from '../stream-peer.js';
import { StreamPeerTCP } from '../stream-peer-tcp.js';
import { StreamPeerTLS } from '../stream-peer-tls.js';
import { takeOver } from './body-memory.js';
import type { Channel } from './channel.js';
import { directRoute, type ConnectionPlan, type Route } from './connection-plan.js';
import { prepareRequest, type OutgoingRequest } from './outgoing-request.js';
import { PeerChannel } from './peer-channel.js';
import { ResponseReader } from './response-reader.js';

/** A blocked call looks up this often; the bell wakes it earlier whenever something is new. */
const BLOCK_MS = 1000;

const unasked = 'the server sent something nobody had asked for';

export class StreamConnection implements Connection {
  readonly #channel: Channel;
  readonly #reader: ResponseReader;
  #peer: StreamPeer | null;
  /** False for one that the program assigned: it stays the program's to close. */
  readonly #owned: boolean;
  #route: Route;
  #response: ReceivedResponse = noResponse;
  /** It is no longer ours to read: CONNECT or 101 handed it over. */
  #handedOver = false;
  /** Nothing had come unasked when it was last looked at without a request under way: only news can change that. */
  #quiet = false;
  /** Why the request that was accepted was not sent; `null` when it was. */
  #doom: string | null = null;

  private constructor(channel: Channel, route: Route, peer: StreamPeer | null) {
    this.#channel = channel;
    this.#reader = new ResponseReader(channel);
    this.#route = route;
    this.#peer = peer;
    this.#owned = peer === null;
  }

  /** Begins a connection as planned. */
  static open({ target, route }: ConnectionPlan): StreamConnection {
    return new StreamConnection(new ByteStream(sharedLink(), target), route, null);
  }

  /** Makes one of a peer that the program connected. */
  static over(peer: StreamPeer): StreamConnection {
    const channel = LinkedStreamPeer.streamOf(peer) ?? new PeerChannel(peer);
    return new StreamConnection(channel, directRoute(LinkedStreamPeer.hostOf(peer)), peer);
  }

  get peer(): StreamPeer | null {
    const channel = this.#channel;
    if (this.#peer === null && channel instanceof ByteStream) {
      this.#peer = (channel.target.tls === undefined ? StreamPeerTCP : StreamPeerTLS).over(channel);
    }
    return this.#peer;
  }

  look(): boolean {
    const channel = this.#channel;
    channel.drain();
    return channel.changed() || this.#doom !== null;
  }

  connecting(): ConnectingStatus {
    switch (this.#channel.state) {
      case StreamState.RESOLVING:
        return Status.STATUS_RESOLVING;
      case StreamState.CONNECTING:
        return Status.STATUS_CONNECTING;
      case StreamState.CANT_RESOLVE:
        return Status.STATUS_CANT_RESOLVE;
      case StreamState.CANT_CONNECT:
        return Status.STATUS_CANT_CONNECT;
      case StreamState.TLS_FAILED:
        return Status.STATUS_TLS_HANDSHAKE_ERROR;
      default:
        return Status.STATUS_CONNECTED;
    }
  }

  idleFault(news: boolean): { readonly reason: string | null } | null {
    if (this.#quiet && !news) return null;
    const channel = this.#channel;
    if (channel instanceof PeerChannel) return null;
    const { state } = channel;
    if (!this.#handedOver && channel.contiguous() > 0) return { reason: unasked };
    if (!isOver(state) || channel.available() > 0) {
      this.#quiet = !this.#handedOver;
      return null;
    }
    return { reason: channel.failure?.message ?? null };
  }

  urlOf(method: string, target: string): string {
    if (method === 'CONNECT') return target;
    if (!target.startsWith('/') && target !== '*') return target;
    const path = target === '*' ? '' : target;
    const { host } = this.#route;
    return host === '' ? path : `${this.peer instanceof StreamPeerTLS ? 'https' : 'http'}://${host}${path}`;
  }

  prepare(asked: RequestArguments): OutgoingRequest | Fault {
    const prepared = prepareRequest(asked, this.#route);
    return typeof prepared === 'string' ? { error: GodotError.ERR_INVALID_PARAMETER, message: prepared } : prepared;
  }

  send({ method, head, closes, mayHandOver }: OutgoingRequest, body: Uint8Array): void {
    const channel = this.#channel;
    this.#quiet = false;
    this.#reader.begin(method, closes);
    if (channel instanceof PeerChannel) channel.singly = mayHandOver;
    else this.#doom = this.#whyNotSend();
    this.#handedOver = false;
    if (this.#doom === null) channel.write(head, body.length === 0 ? null : takeOver(body));
  }

  advance(): Progress {
    if (this.#doom !== null) return Progress.FAULT;
    // What comes after a hand-over is the program's: not a byte of it may be taken.
    if (this.#handedOver) return Progress.END;
    const progress = this.#reader.advance();
    if (progress === Progress.HEAD) this.#receiveHead();
    return progress;
  }

  get response(): ReceivedResponse {
    return this.#response;
  }

  take(limit: number, whole: boolean, into: Uint8Array | null): Uint8Array {
    this.#channel.drain();
    return whole ? this.#reader.takeWhole(limit, () => this.wait(), into) : this.#reader.take(limit, into);
  }

  wait(): boolean {
    return this.#channel.wait(BLOCK_MS);
  }

  get fault(): ConnectionFault | null {
    if (this.#doom !== null) return { message: this.#doom, code: 'CONNECTION_LOST', unsent: true };
    const { reason, parser } = this.#reader;
    const { failure } = this.#channel;
    const cause = parser.fault?.code ?? failure?.code;
    const message = reason === '' ? this.#connectingFault() : reason;
    if (message === undefined) return null;
    return { message, code: errorCode(parser.fault), ...(cause === undefined ? {} : { cause }) };
  }

  get staysOpen(): boolean {
    return this.#handedOver || (this.#reader.parser.reusable && this.#channel.unsent() === 0);
  }

  /** Closes it, unless it is the program's, or TLS was laid over it and now owns it. */
  release(): void {
    const channel = this.#channel;
    const owned = this.#owned && !channel.lent;
    // A PeerChannel only lets go of its peer.
    if (owned || channel instanceof PeerChannel) channel.close();
  }

  #receiveHead(): void {
    const { framing, contentLength, head } = this.#reader.parser;
    this.#response = {
      code: head!.status,
      head,
      chunked: framing === 'chunked',
      bodyLength: contentLength,
      body: framing === 'upgrade' || framing === 'none' ? 'none' : framing === 'until-close' ? framing : 'announced',
    };
    if (framing !== 'upgrade') return;
    this.#handedOver = true;
    // A proxy in between is out of the game, and its credentials must not get to the server.
    this.#route = directRoute(this.#route.host);
  }

  #connectingFault(): string | undefined {
    const message = this.#channel.failure?.message;
    if (this.#route.origin === null || message === undefined) return message;
    return `the HTTP proxy cannot be used: ${message}`;
  }

  /** A connection the server has closed, or on which it spoke unasked, would answer a request with something else. */
  #whyNotSend(): string | null {
    const channel = this.#channel;
    const { state } = channel;
    if (!this.#handedOver && channel.contiguous() > 0) return unasked;
    if (isOver(state)) return channel.failure?.message ?? 'the server had closed the connection; connect again';
    return channel.lent ? 'TLS was laid over the connection; assign the StreamPeerTLS to use it' : null;
  }
}

/** A broken response in the words of the Steam interface. */
function errorCode(fault: HttpFault | null): RequestErrorCode {
  switch (fault?.code) {
    case undefined:
    case 'NO_RESPONSE':
      return 'CONNECTION_LOST';
    case 'TRUNCATED_HEAD':
    case 'TRUNCATED_BODY':
      return 'TRUNCATED';
    default:
      return 'BAD_RESPONSE';
  }
}
