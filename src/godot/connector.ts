/**
 * What a platform gives HTTPClient: connections, and the reasons for what it cannot do.
 *
 * The contract only. `#godot-platform/connector.js` is node/connector.ts or, in browsers, ../web/godot/connector.ts.
 */
import type { Connection, ConnectingStatus } from './connection.js';
import type { Fault } from './fault.js';
import type { StreamPeer } from './stream-peer.js';
import type { TLSOptions } from './tls-options.js';

/** A connection that was begun. */
export interface Opening {
  readonly connection: Connection;
  /** The client's status from here on: RESOLVING for a name, CONNECTING for an address. */
  readonly status: Extract<ConnectingStatus, 1 | 3>;
}

/** Makes the connections of one client, and remembers its proxies. */
export interface Connector {
  /**
   * Sets or unsets the proxy for connections without TLS (`http`) or with it.
   *
   * @returns What is wrong, as a sentence; `null` when nothing is.
   */
  setProxy(scheme: 'http' | 'https', host: string, port: number): string | null;

  /** Begins a connection, with the arguments of `connect_to_host`. */
  open(host: string, port: number, tlsOptions: TLSOptions | null): Opening | Fault;

  /** Makes a connection of what the program assigned to `connection`; a sentence when it must not be. */
  adopt(peer: StreamPeer): Connection | string;

  /** Why `connection` cannot be had; `null` where it can. */
  readonly peerFault: string | null;

  /** Why nothing can wait on this thread; `null` where it can. */
  readonly blockingFault: string | null;

  /** Why a method, in its word on the wire, cannot be used; `null` for one that can. */
  methodFault(method: string): string | null;
}

/** What `#godot-platform/connector.js` exports as `createConnector`. */
export type CreateConnector = () => Connector;
