/**
 * From the arguments of `HTTPClient.connect_to_host`, and the proxies in force, to where the connection goes and how
 * requests are written on it.
 *
 * Arguments that cannot work are a sentence instead. Nothing is connected here.
 */
import type { ProxyPlan, StreamTarget } from '../../link/index.js';
import { hostHeader, parseHostArgument, type HostArgument } from '../host-argument.js';
import { TLSOptions } from '../tls-options.js';
import { planTlsClient } from './tls-plan.js';

/** A proxy as it was set: usable, none, or what was wrong with it. */
export type ProxySetting = ProxyPlan | string | null;

/** The proxies in force, by what is to be connected to. */
export interface Proxies {
  readonly http: ProxySetting;
  readonly https: ProxySetting;
}

/** How requests are written on a connection. */
export interface Route {
  /** The `Host` field. */
  readonly host: string;
  /** What stands before a path, when the other end is an HTTP proxy: `http://host`, the port left out if it is 80. */
  readonly origin: string | null;
  /** The `Proxy-Authorization` field, for such a proxy alone. */
  readonly proxyAuthorization: string | null;
}

/** Where a connection goes. */
export interface ConnectionPlan {
  readonly target: StreamTarget;
  /** The host that is looked up and connected to first: the target's, or the proxy's. */
  readonly firstHop: string;
  readonly route: Route;
}

/** A route straight to a server. */
export function directRoute(host: string): Route {
  return { host, origin: null, proxyAuthorization: null };
}

/** @returns The plan, or what is wrong, as a sentence. */
export function planConnection(
  host: string,
  port: number,
  tlsOptions: TLSOptions | null,
  proxies: Proxies,
): ConnectionPlan | string {
  if (tlsOptions?.is_server() === true) {
    return 'the TLS options are for a server; use TLSOptions.client() or TLSOptions.client_unsafe()';
  }
  const place = parseHostArgument(host, port, tlsOptions !== null);
  if (typeof place === 'string') return place;
  const proxy = place.tls ? proxies.https : proxies.http;
  // Never around a proxy: whoever sets one may have a reason.
  if (typeof proxy === 'string') return `the ${place.tls ? 'HTTPS' : 'HTTP'} proxy is unusable: ${proxy}`;
  return place.tls ? planTls(place, tlsOptions ?? TLSOptions.client(), proxy) : planPlain(place, proxy);
}

function planTls(place: HostArgument, options: TLSOptions, proxy: ProxyPlan | null): ConnectionPlan | string {
  const tls = planTlsClient(options, place.host);
  if (typeof tls === 'string') return tls;
  const target: StreamTarget = { host: place.host, port: place.port, tls, ...(proxy === null ? {} : { proxy }) };
  const route = directRoute(hostHeader(place.host, place.port, true));
  return { target, firstHop: proxy?.host ?? place.host, route };
}

function planPlain(place: HostArgument, proxy: ProxyPlan | null): ConnectionPlan {
  const host = hostHeader(place.host, place.port, false);
  if (proxy === null) {
    return { target: { host: place.host, port: place.port }, firstHop: place.host, route: directRoute(host) };
  }
  const route: Route = { host, origin: `http://${host}`, proxyAuthorization: proxy.authorization };
  return { target: { host: proxy.host, port: proxy.port }, firstHop: proxy.host, route };
}
