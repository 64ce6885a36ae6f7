/**
 * What an HTTPClient talks through, whatever the platform: something that gets connected, carries one request at a time
 * and gives its response piece by piece.
 *
 * Contracts only. Where there are sockets it is a stream of bytes and the protocol core over it (node/); in browsers it
 * is `fetch` (../web/godot/). Nothing here waits, and nothing but a read costs more than a look. A connection does not
 * know the client's status. A new one is made for each `connect_to_host`, so nothing of one is left to the next.
 */
import type { RequestErrorCode } from '../link/index.js';
import type { Fault } from './fault.js';
import type { Status } from './http-client-constants.js';
import type { Progress } from './progress.js';
import type { ReceivedResponse } from './received-response.js';
import type { StreamPeer } from './stream-peer.js';

/** What connecting can come to. */
export type ConnectingStatus = (typeof Status)[
  | 'STATUS_RESOLVING'
  | 'STATUS_CONNECTING'
  | 'STATUS_CONNECTED'
  | 'STATUS_CANT_RESOLVE'
  | 'STATUS_CANT_CONNECT'
  | 'STATUS_TLS_HANDSHAKE_ERROR'];

/** What a program asked for. */
export interface RequestArguments {
  /** The word on the wire, such as `GET`. */
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  /** The length of the body in bytes. */
  readonly bodyLength: number;
}

/** A request that was checked and may go out, on the connection that prepared it. */
export interface PreparedRequest {
  /** Things that were put right, as sentences. */
  readonly corrections: readonly string[];
}

/** Why a connection could not be made, or why a response cannot be completed. */
export interface ConnectionFault {
  /** A sentence for the program's log. */
  readonly message: string;
  /** What it is in the words that tracing tools get. */
  readonly code: RequestErrorCode;
  /** The code of the system, of TLS or of the parser, where there is one. */
  readonly cause?: string;
  /** Nothing of the request was sent. */
  readonly unsent?: true;
}

export interface Connection {
  /** The connection as the program may use it itself, or `null` where it cannot. */
  readonly peer: StreamPeer | null;

  /** Takes in what has arrived. False, at next to no cost, when nothing is new since the last look. */
  look(): boolean;

  /** How far connecting has come; asked once a poll while it goes on. */
  connecting(): ConnectingStatus;

  /**
   * While no request is under way: what has made it useless, `null` if nothing has. Ending alone has no reason.
   *
   * @param news - What {@link look} said.
   */
  idleFault(news: boolean): { readonly reason: string | null } | null;

  /** The absolute URL of a request, as far as the host is known. */
  urlOf(method: string, target: string): string;

  /** Checks a request, and prepares it. Nothing is sent. */
  prepare(asked: RequestArguments): PreparedRequest | Fault;

  /** Sends a request that this connection prepared. The body is taken over. */
  send(request: PreparedRequest, body: Uint8Array): void;

  /** Moves the response on by what has arrived: to its head's end, the next body bytes, its end or a fault. */
  advance(): Progress;

  /** The response, from the moment that {@link advance} answered HEAD. */
  readonly response: ReceivedResponse;

  /**
   * Takes body bytes.
   *
   * @param limit - The most bytes to take.
   * @param whole - Whether to wait, on this thread, until there are so many or the body has ended.
   * @param into - Memory for them, at least as long; null for new memory that is the program's.
   * @returns The bytes; the part of `into` that was filled.
   */
  take(limit: number, whole: boolean, into: Uint8Array | null): Uint8Array;

  /** Waits, on this thread, for news. False when that is not possible. */
  wait(): boolean;

  /** Why it failed, once {@link connecting} or {@link advance} said so. */
  readonly fault: ConnectionFault | null;

  /** After a response: whether the connection carries on, for another request or as the program's own. */
  readonly staysOpen: boolean;

  /** Lets go of it, and of everything that belongs to it. */
  release(): void;
}
