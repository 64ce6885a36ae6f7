/**
 * The pool of one instance: who waits, who goes over which connection, and how many connections there are.
 *
 * First in, first out, over all origins: a waiting request goes out as soon as its origin has an idle connection or may
 * have a further one. Where only the limit in all stands in the way, idle connections of others give way, the longest
 * idle first; and what waits longest goes first.
 */
import type { ServiceEnd } from '../../link/index.js';
import type { Deadlines } from '../../requests/deadlines.js';
import { RankedHeap } from '../../requests/ranked-heap.js';
import { Sequence, WaitingQueue } from '../../requests/waiting-queue.js';
import { Connection, type ConnectionHome } from './connection.js';
import { proxyMishap } from './failures.js';
import { isUsable, Origin, type Route } from './origin.js';
import { originOf } from './redirects.js';
import type { Request } from './request.js';
import type { Settings } from './settings.js';

export class Pool implements ConnectionHome {
  #settings: Settings;
  readonly #origins = new Map<string, Origin>();
  /** The one that was asked for last, while it is among them. */
  #lastOrigin: Origin | null = null;
  readonly #sequence = new Sequence();
  /** Origins that only the limit in all keeps from another connection, by their head's turn. */
  readonly #blocked = new RankedHeap<Origin>();
  /** The longest idle first. */
  readonly #idle = new WaitingQueue<Connection>();
  readonly #connections = new Set<Connection>();
  /** True while connections are closed to make room: who gets that is decided already. */
  #closing = false;

  constructor(
    readonly end: ServiceEnd,
    readonly deadlines: Deadlines,
    settings: Settings,
  ) {
    this.#settings = settings;
  }

  /** How many connections there are, idle ones included. */
  get size(): number {
    return this.#connections.size;
  }

  /** How many origins it knows of. */
  get origins(): number {
    return this.#origins.size;
  }

  /** Other limits; and what was connected under another proxy or trust store is of no use any more. */
  configure(settings: Settings): void {
    const outdated = settings.epoch !== this.#settings.epoch;
    this.#settings = settings;
    for (let idle = this.#idle.head; outdated && idle !== null; idle = this.#idle.head) idle.close();
    for (const origin of [...this.#origins.values()]) this.#serve(origin);
    this.#serveBlocked();
  }

  /** Puts a request at the end of the queue. */
  append(request: Request): void {
    const origin = this.#originOf(request);
    // The usual case: nobody waits, and a connection does.
    const idle = origin.waiting.head === null ? this.#takeIdle(origin, request) : null;
    if (idle !== null) {
      idle.start(request);
      return;
    }
    origin.waiting.append(request, this.#sequence.afterAll());
    this.#serve(origin);
  }

  /** @param from - The connection it comes from just now, if any. */
  requeue(request: Request, from: Connection | null): void {
    const origin = this.#originOf(request);
    origin.waiting.prepend(request, this.#sequence.beforeAll());
    // Its own connection is about to be released or closed, and then it is the first whose turn it is.
    if (origin !== from?.origin) this.#serve(origin);
  }

  /** Moves a waiting request to the head of the queue or to its end. */
  move(request: Request, toHead: boolean): void {
    const origin = this.#originOf(request);
    origin.waiting.remove(request);
    if (toHead) origin.waiting.prepend(request, this.#sequence.beforeAll());
    else origin.waiting.append(request, this.#sequence.afterAll());
    this.#noteBlocked(origin);
  }

  /** Takes a waiting request out. */
  withdraw(request: Request): void {
    const origin = this.#originOf(request);
    origin.waiting.remove(request);
    this.#noteBlocked(origin);
    this.#forgetDeserted(origin);
  }

  /** Closes all connections. Nobody may be waiting any more. */
  close(): void {
    this.#closing = true;
    for (const connection of [...this.#connections]) connection.close();
  }

  // What connections tell.

  released(connection: Connection): void {
    const { origin } = connection;
    const request = origin.waiting.head;
    const rival = this.#blocked.first;
    const yields = rival !== undefined && (request === null || rival.rank < request.sequence);
    if (connection.route.epoch !== this.#settings.epoch || yields) connection.close();
    else if (request === null) {
      origin.idle.push(connection);
      this.#idle.append(connection, this.#sequence.afterAll());
      connection.rest();
    } else if (suits(connection, request)) this.#assign(origin, request, connection);
    else connection.close();
  }

  closed(connection: Connection, wasIdle: boolean): void {
    const { origin } = connection;
    this.#connections.delete(connection);
    origin.open--;
    if (wasIdle) {
      this.#idle.remove(connection);
      origin.idle.splice(origin.idle.indexOf(connection), 1);
    }
    this.#forgetDeserted(origin);
    if (this.#closing) return;
    // Whoever waited longest for room, here or elsewhere, comes first.
    const head = origin.waiting.head;
    const rival = this.#blocked.first;
    if (rival !== undefined && (head === null || rival.rank < head.sequence)) this.#serveBlocked();
    this.#serve(origin);
    this.#serveBlocked();
  }

  /** Gives the waiting requests of an origin connections, as far as that goes. */
  #serve(origin: Origin): void {
    for (let request = origin.waiting.head; request !== null; request = origin.waiting.head) {
      const idle = this.#takeIdle(origin, request);
      if (idle !== null) this.#assign(origin, request, idle);
      else if (this.#mayOpen(origin)) this.#open(origin, request);
      else break;
    }
    this.#noteBlocked(origin);
    this.#forgetDeserted(origin);
  }

  #serveBlocked(): void {
    for (let origin = this.#blocked.first; origin !== undefined; origin = this.#blocked.first) {
      this.#serve(origin);
      if (origin === this.#blocked.first) return;
    }
  }

  #assign(origin: Origin, request: Request, connection: Connection): void {
    origin.waiting.remove(request);
    connection.start(request);
  }

  /** The idle connection that was used last, of those that will do. */
  #takeIdle(origin: Origin, request: Request): Connection | null {
    for (let i = origin.idle.length - 1; i >= 0; i--) {
      const connection = origin.idle[i]!;
      if (!suits(connection, request)) continue;
      if (i === origin.idle.length - 1) origin.idle.pop();
      else origin.idle.splice(i, 1);
      this.#idle.remove(connection);
      return connection;
    }
    return null;
  }

  /** Whether an origin may have another connection now; idle ones that are in the way are closed. */
  #mayOpen(origin: Origin): boolean {
    const { maxConnections, maxConnectionsPerOrigin } = this.#settings.options;
    if (origin.open >= maxConnectionsPerOrigin && !this.#evict(origin.idle[0] ?? null)) return false;
    if (origin.open >= maxConnectionsPerOrigin) return false;
    if (this.#connections.size >= maxConnections && !this.#evict(this.#idle.head)) return false;
    return this.#connections.size < maxConnections;
  }

  #evict(connection: Connection | null): boolean {
    if (connection === null) return false;
    const outer = this.#closing;
    this.#closing = true;
    connection.close();
    this.#closing = outer;
    return true;
  }

  #open(origin: Origin, request: Request): void {
    origin.waiting.remove(request);
    const { proxies, epoch } = request.settings;
    const proxy = proxies.choose(origin.secure, origin.host, origin.port);
    if (!isUsable(proxy)) {
      request.phase = 'proxy';
      request.fail(proxyMishap(proxy.problem));
      return;
    }
    const route: Route = { epoch, proxy, verified: request.verifies || !origin.secure };
    origin.open++;
    this.#connections.add(new Connection(this, origin, route, request));
  }

  #noteBlocked(origin: Origin): void {
    const head = origin.waiting.head;
    const { maxConnectionsPerOrigin } = this.#settings.options;
    if (head !== null && origin.open < maxConnectionsPerOrigin) this.#blocked.set(origin, head.sequence);
    else this.#blocked.delete(origin);
  }

  #originOf(request: Request): Origin {
    const { url } = request.hop;
    // Requests come in runs: most go where the one before went.
    if (this.#lastOrigin?.holds(url) === true) return this.#lastOrigin;
    const key = originOf(url);
    let origin = this.#origins.get(key);
    if (origin === undefined) {
      origin = new Origin(key);
      this.#origins.set(key, origin);
    }
    this.#lastOrigin = origin;
    return origin;
  }

  #forgetDeserted(origin: Origin): void {
    if (!origin.deserted) return;
    this.#origins.delete(origin.key);
    if (origin === this.#lastOrigin) this.#lastOrigin = null;
  }
}

function suits({ route }: Connection, request: Request): boolean {
  return route.epoch === request.settings.epoch && (route.verified || !request.verifies) && !request.wantsNewConnection;
}
