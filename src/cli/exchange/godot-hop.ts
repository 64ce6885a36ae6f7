/**
 * What HTTPClient lets a program know of its one hop, in the shape in which the Steam interface tells of hops. Nothing of TLS:
 * neither HTTPClient nor StreamPeerTLS has it.
 */
import { StreamPeerTCP, type HTTPClient } from '../../godot/index.js';
import type { HTTPRequestHop } from '../../steam/index.js';
import { shownUrl, type RequestPlan } from './exchange.js';

/** A hop that goes out now. @param proxy - `host:port` of the proxy between, or null. */
export function sentHop(
  client: HTTPClient,
  { method, url, body }: RequestPlan,
  requestHead: string,
  proxy: string | null,
): HTTPRequestHop {
  const { connection } = client;
  const address = new URL(shownUrl(url));
  address.hash = '';
  const peer = connection instanceof StreamPeerTCP ? connection : null;
  return {
    method,
    url: address.href,
    cached: false,
    connection: {
      remoteAddress: peer?.get_connected_host() ?? '',
      remotePort: peer?.get_connected_port() ?? 0,
      localPort: peer?.get_local_port() ?? 0,
      proxy,
      reused: false,
      tls: null,
    },
    requestHead,
    requestBodySize: body?.bytes.length ?? 0,
    status: 0,
    responseHead: '',
    responseBodySize: 0,
    timings: null,
  };
}
