/**
 * `#godot-platform/connector.js` in browsers: connections over `fetch`, and the reasons for what a page may not do.
 */
import type { Connector, CreateConnector, Opening } from '../../godot/connector.js';
import { GodotError } from '../../godot/error.js';
import type { Fault } from '../../godot/fault.js';
import { hostHeader, isIpAddress, parseHostArgument, type HostArgument } from '../../godot/host-argument.js';
import { Status } from '../../godot/http-client-constants.js';
import type { TLSOptions } from '../../godot/tls-options.js';
import { parseUrl } from '../../parse-url.js';
import { FetchConnection } from './fetch-connection.js';

const noPeer =
  'browsers give pages no sockets, so there is no connection to show or to assign; HTTPClient itself works over fetch';
const noProxy = 'browsers choose the proxy by their own settings: the connection goes where those say';

class FetchConnector implements Connector {
  readonly peerFault = noPeer;
  readonly blockingFault =
    'a page that waits on its own thread gets no answer from the network; poll once a frame instead. It stays off';

  methodFault(method: string): string | null {
    return method === 'TRACE' || method === 'CONNECT' ? `browsers do not let pages send ${method}` : null;
  }

  setProxy(_scheme: 'http' | 'https', host: string, port: number): string | null {
    return host === '' || port === -1 ? null : noProxy;
  }

  open(host: string, port: number, tlsOptions: TLSOptions | null): Opening | Fault {
    const fault = tlsOptions === null ? null : tlsFault(tlsOptions);
    if (fault !== null) return fault;
    const place = parseHostArgument(host, port, tlsOptions !== null);
    if (typeof place === 'string') return { error: GodotError.ERR_INVALID_PARAMETER, message: place };
    const origin = originOf(place);
    if (origin === null) {
      const message = `browsers do not take "${place.host}" for a host: a zone, or a label that is no valid punycode`;
      return { error: GodotError.ERR_INVALID_PARAMETER, message };
    }
    const status = isIpAddress(place.host) ? Status.STATUS_CONNECTING : Status.STATUS_RESOLVING;
    return { connection: new FetchConnection(origin, status), status };
  }

  adopt(): string {
    return noPeer;
  }
}

/** Options that a page cannot have must not be left out in silence: they are about whom to trust. */
function tlsFault(options: TLSOptions): Fault | null {
  if (options.is_server()) {
    return {
      error: GodotError.ERR_INVALID_PARAMETER,
      message: 'the TLS options are for a server; use TLSOptions.client()',
    };
  }
  const own =
    options.is_unsafe_client() || options.get_trusted_ca_chain() !== null || options.get_common_name_override() !== '';
  if (!own) return null;
  const message =
    'browsers check certificates by their own rules: they take no trusted chain, no other name, and no unsafe ' +
    'connection; use TLSOptions.client()';
  return { error: GodotError.ERR_UNAVAILABLE, message };
}

/** Scheme, host and port as in a url; null for a host that browsers do not have. */
function originOf({ host, port, tls }: HostArgument): string | null {
  const origin = `${tls ? 'https' : 'http'}://${hostHeader(host, port, tls)}`;
  return !host.includes('%') && parseUrl(origin) !== null ? origin : null;
}

export const createConnector: CreateConnector = () => new FetchConnector();
