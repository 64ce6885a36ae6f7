/**
 * `#godot-platform/connector.js` where there are sockets: connections to servers and proxies, and over StreamPeers.
 */
import { sharedLink } from '../../link/node.js';
import type { Connection } from '../connection.js';
import type { Connector, CreateConnector, Opening } from '../connector.js';
import { GodotError } from '../error.js';
import type { Fault } from '../fault.js';
import { isIpAddress } from '../host-argument.js';
import { Status } from '../http-client-constants.js';
import type { StreamPeer } from '../stream-peer.js';
import { StreamPeerTLS } from '../stream-peer-tls.js';
import type { TLSOptions } from '../tls-options.js';
import { planConnection, type ProxySetting } from './connection-plan.js';
import { parseProxyArgument } from './proxy-argument.js';
import { StreamConnection } from './stream-connection.js';

class StreamConnector implements Connector {
  readonly #proxies: { http: ProxySetting; https: ProxySetting } = { http: null, https: null };
  /** Whether the last connection was to use TLS: one that is assigned must then, too. */
  #wantsTls = false;
  readonly peerFault = null;

  get blockingFault(): string | null {
    return sharedLink().threaded ? null : 'blocking needs the I/O thread, and there is none; it stays off';
  }

  methodFault(): null {
    return null;
  }

  setProxy(scheme: 'http' | 'https', host: string, port: number): string | null {
    const proxy = parseProxyArgument(host, port);
    this.#proxies[scheme] = proxy;
    return typeof proxy === 'string' ? proxy : null;
  }

  open(host: string, port: number, tlsOptions: TLSOptions | null): Opening | Fault {
    const plan = planConnection(host, port, tlsOptions, this.#proxies);
    if (typeof plan === 'string') return { error: GodotError.ERR_INVALID_PARAMETER, message: plan };
    this.#wantsTls = plan.target.tls !== undefined;
    const status = isIpAddress(plan.firstHop) ? Status.STATUS_CONNECTING : Status.STATUS_RESOLVING;
    return { connection: StreamConnection.open(plan), status };
  }

  adopt(peer: StreamPeer): Connection | string {
    if (this.#wantsTls && !(peer instanceof StreamPeerTLS)) {
      return 'the client connects with TLS, so its connection must be a StreamPeerTLS';
    }
    return StreamConnection.over(peer);
  }
}

export const createConnector: CreateConnector = () => new StreamConnector();
