/**
 * What a platform gives StreamPeerTCP and StreamPeerTLS: sockets, or none.
 *
 * The contract only. `#godot-platform/sockets.js` is node/sockets.ts or, in browsers, ../web/godot/sockets.ts.
 */
import type { ByteStream, StreamTarget, TlsPlan, TlsServerPlan } from '../link/index.js';
import type { TLSOptions } from './tls-options.js';

export interface Sockets {
  /** Begins a connection. */
  open(target: StreamTarget): ByteStream;

  /** How a client connects to the server of a name; a sentence for options that cannot work. */
  planTlsClient(options: TLSOptions, name: string): TlsPlan | string;

  /** How a server shows itself; a sentence for options that cannot work. */
  planTlsServer(options: TLSOptions): TlsServerPlan | string;
}

/** The warning where there are none. */
export const noSockets =
  'browsers give pages no sockets: use HTTPClient for HTTP, or the WebSocket of the browser for a connection of your own';
