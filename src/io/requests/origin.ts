/**
 * One origin of an instance: how to get there, who waits for it, and its idle connections.
 *
 * A record with few rules of its own; the pool decides.
 */
import type { RequestOptions, StreamTarget } from '../../link/index.js';
import type { Ranked } from '../../requests/ranked-heap.js';
import { WaitingQueue } from '../../requests/waiting-queue.js';
import type { Connection } from './connection.js';
import { withoutBrackets, type Proxy, type UnusableProxy } from './proxies.js';
import type { Request } from './request.js';

const SLASH = 0x2f;

export class Origin implements Ranked {
  readonly secure: boolean;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  /** The value of `Host`. */
  readonly authority: string;
  /** `host:port`, for messages. */
  readonly place: string;
  readonly waiting = new WaitingQueue<Request>();
  /** The last used last. */
  readonly idle: Connection[] = [];
  /** Connections in all: connecting, busy and idle. */
  open = 0;

  // Of the pool's heap.
  rank = 0;
  heapIndex = -1;

  /** @param key - Scheme, host and port of a normalized url. */
  constructor(readonly key: string) {
    const url = new URL(key);
    this.secure = url.protocol === 'https:';
    this.host = withoutBrackets(url.hostname);
    this.port = url.port === '' ? (this.secure ? 443 : 80) : Number(url.port);
    this.authority = url.host;
    this.place = `${url.hostname}:${this.port}`;
  }

  /** Whether a normalized url is one of it. */
  holds(url: string): boolean {
    const { key } = this;
    return url.charCodeAt(key.length) === SLASH && url.startsWith(key);
  }

  /** Whether nothing is left of it. */
  get deserted(): boolean {
    return this.open === 0 && this.waiting.head === null;
  }
}

/** How a connection gets to its origin. */
export interface Route {
  /** Of the settings it was made under: it serves only requests that were sent under the same proxy and trust. */
  readonly epoch: number;
  readonly proxy: Proxy | null;
  /** Whether the server's certificate was verified. Without TLS there is none to verify. */
  readonly verified: boolean;
}

/** Where to connect to, for a route. */
export function targetOf(origin: Origin, { proxy, verified }: Route, { trustedCA }: RequestOptions): StreamTarget {
  const { host, port, secure } = origin;
  if (!secure) return proxy === null ? { host, port } : { host: proxy.host, port: proxy.port };
  const verify = verified ? 'full' : 'none';
  const target = { host, port, tls: { serverName: host, trustedChain: trustedCA, verify } } as const;
  return proxy === null ? target : { ...target, proxy };
}

export function isUsable(proxy: Proxy | UnusableProxy | null): proxy is Proxy | null {
  return proxy === null || !('problem' in proxy);
}
