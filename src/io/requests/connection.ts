/**
 * One connection of a pool: made for a request, carries one exchange at a time, waits idle in between.
 *
 *     DIALLING ──► BUSY ◄──► IDLE
 *         └─────────┴─────────┴────► CLOSED
 *
 * All connections of the thread read into one buffer, as what arrives is dealt with at once; only long bodies are read
 * straight into their place. While it is open it has one deadline, which moves only when it comes too early.
 */
import type { Socket } from 'node:net';
import { Slot, type Failure, type ServiceEnd } from '../../link/index.js';
import type { Deadlines, Timed } from '../../requests/deadlines.js';
import type { OnRead } from '../../requests/inlet.js';
import { timeoutMishap } from '../../requests/mishaps.js';
import type { Waiting } from '../../requests/waiting-queue.js';
import { Dial, type DialOutcome, type DialStage } from '../dial.js';
import { endureWriteErrors, type WriteFate } from '../enduring.js';
import { Exchange, Flow } from './exchange.js';
import { dialMishap, lossMishap } from './failures.js';
import { hopConnection } from './hop-connection.js';
import { targetOf, type Origin, type Route } from './origin.js';
import { requestHead } from './request-head.js';
import type { Carrier, Request } from './request.js';
import { Upload } from './upload.js';

/** How long an idle connection is kept, unless the server announces less. */
const IDLE_LIMIT_MS = 30_000;

/** A body up to this size goes out with the head in one piece. */
const WITH_HEAD = 16 * 1024;

/** What all connections read into; what is in it does not outlive the callback. */
const shared = new Uint8Array(64 * 1024);

/** What a connection needs of the pool it is in. */
export interface ConnectionHome {
  readonly end: ServiceEnd;
  readonly deadlines: Deadlines;
  /** It can carry another request. It was told of no other meanwhile. */
  released(connection: Connection): void;
  /** It is gone, with what it had to do with. */
  closed(connection: Connection, wasIdle: boolean): void;
  /** Its request goes to the head of the queue, for a new connection. It is released or closed right after. */
  requeue(request: Request, from: Connection): void;
}

type State = 'dialling' | 'busy' | 'idle' | 'closed';

const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);

export class Connection implements DialOutcome, Carrier, Timed, Waiting<Connection> {
  readonly #home: ConnectionHome;
  readonly #dial: Dial;
  readonly #exchange: Exchange;
  #state: State = 'dialling';
  #request: Request | null;
  #socket: Socket | null = null;
  #fate: WriteFate = { error: null };
  #upload: Upload | null = null;
  /** Requests it has carried before the present one. */
  #served = -1;
  #lastActivity: number;
  /** The stage of the dial that is being measured. */
  #stage: DialStage = 'resolve';

  // Of the deadlines, and of the pool's list of idle ones.
  rank = 0;
  heapIndex = -1;
  sequence = 0;
  previous: Connection | null = null;
  next: Connection | null = null;

  readonly #onread: OnRead = {
    buffer: () => (this.#state === 'busy' ? this.#exchange.room() : null) ?? shared,
    callback: (count, buffer: Uint8Array = shared) => {
      if (buffer === shared) return this.#arrived(buffer, count, true);
      return this.#readInPlace(buffer, count);
    },
  };

  /** Connects, for a request to begin with. */
  constructor(
    home: ConnectionHome,
    readonly origin: Origin,
    readonly route: Route,
    request: Request,
  ) {
    this.#home = home;
    this.#request = request;
    this.#exchange = new Exchange(home.end, origin.place);
    this.#lastActivity = home.deadlines.now();
    request.carrier = this;
    request.phase = 'resolve';
    request.mark(Slot.QUEUE_TIME, this.#lastActivity);
    this.#watch(request, this.#lastActivity);
    request.hops?.begin(request.hop);
    this.#dial = new Dial(targetOf(origin, route, request.settings.options), this.#onread, this);
  }

  /** Sends a request. Must be idle. */
  start(request: Request): void {
    const now = this.#home.deadlines.now();
    this.#request = request;
    request.carrier = this;
    request.mark(Slot.QUEUE_TIME, now);
    this.#watch(request, now);
    this.#send(request, now);
  }

  /** Its request wants to go on reading. */
  resume(): void {
    this.#lastActivity = this.#home.deadlines.now();
    this.#socket?.resume();
  }

  /** Its request is over before its response is. */
  drop(): void {
    this.#request = null;
    this.close();
  }

  /** Ends it. */
  close(): void {
    if (this.#state === 'closed') return;
    const wasIdle = this.#state === 'idle';
    this.#state = 'closed';
    this.#home.deadlines.clear(this);
    this.#upload?.stop();
    this.#dial.cancel();
    this.#socket?.destroy();
    this.#home.closed(this, wasIdle);
  }

  // What the dial tells.

  connecting(): void {
    // `entered` says it as well.
  }

  entered(stage: DialStage): void {
    this.#measure(stage);
    if (this.#request !== null) this.#request.phase = stage;
  }

  securing(socket: Socket): void {
    const hops = this.#request?.hops ?? null;
    if (hops === null) return;
    // Before Node looks at the certificate: of a connection that it refuses nothing is left to be told.
    socket.prependOnceListener('secure', () => {
      hops.connected(hopConnection(socket, this.origin, this.route, false));
    });
  }

  connected(socket: Socket, readsDirectly: boolean): void {
    const request = this.#request!;
    this.#measure(null);
    this.#socket = socket;
    this.#fate = endureWriteErrors(socket);
    if (!readsDirectly) {
      socket.on('data', (data: Buffer) => {
        if (!this.#arrived(data, data.length, false)) socket.pause();
      });
    }
    socket.on('end', () => {
      this.#ended();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#broken(this.#fate.error ?? error);
    });
    socket.on('close', () => {
      this.#broken(this.#fate.error);
    });
    this.#send(request, this.#lastActivity);
    socket.resume();
  }

  failed(stage: DialStage, failure: Failure): void {
    const { proxy } = this.route;
    if (stage === 'tls') this.#request?.hops?.refused(failure.code);
    // Through a proxy it is the proxy that could not be reached, but it is the origin whose certificate was looked at.
    this.#request?.fail(dialMishap(stage, failure, proxy !== null));
  }

  // What time tells.

  expire(now: number): void {
    const due = this.#due();
    if (due > now) {
      if (due !== Infinity) this.#home.deadlines.set(this, due);
    } else if (this.#request === null) this.close();
    else this.#request.fail(timeoutMishap(this.#request.phase, 'activity', this.#request.activityTimeout));
  }

  /** When it has been quiet for too long, as things stand. */
  #due(): number {
    const request = this.#request;
    if (request === null) return this.#lastActivity + this.#exchange.keptAliveFor(IDLE_LIMIT_MS);
    if (request.activityTimeout === 0) return Infinity;
    // A caller that does not take what is there is no fault of the network.
    const since = request.sink?.stalled === true ? this.#home.deadlines.now() : this.#lastActivity;
    return since + request.activityTimeout;
  }

  #watch({ activityTimeout }: Request, now: number): void {
    if (activityTimeout > 0) this.#home.deadlines.advance(this, now + activityTimeout);
  }

  #measure(next: DialStage | null): void {
    const now = this.#home.deadlines.now();
    this.#lastActivity = now;
    const request = this.#request;
    if (request === null) return;
    // What a proxy takes to open its tunnel is part of connecting.
    if (this.#stage === 'resolve') request.mark(Slot.RESOLVE_TIME, now);
    else if (this.#stage === 'tls') request.mark(Slot.TLS_TIME, now);
    else if (next !== 'proxy') request.mark(Slot.CONNECT_TIME, now);
    if (next !== null) this.#stage = next;
  }

  // Sending.

  #send(request: Request, now: number): void {
    this.#state = 'busy';
    this.#served++;
    this.#lastActivity = now;
    this.#exchange.begin(request);
    request.phase = 'send';
    const socket = this.#socket!;
    const { body } = request.hop;
    const headers = request.home.stage.outgoing(request);
    const head = requestHead(request.hop, headers, request.flags, this.origin, this.route);
    request.hops?.sent(request.hop, head, hopConnection(socket, this.origin, this.route, this.#served > 0));
    if (body !== null && body.length > WITH_HEAD) {
      socket.write(head);
      this.#upload = new Upload(socket, body, (total) => {
        this.#uploaded(request, total);
      });
      return;
    }
    this.#upload = null;
    // Latin-1 is the cheapest to write, and for ASCII the same as UTF-8.
    const isAscii = Buffer.byteLength(head) === head.length;
    if (body !== null && body.length > 0) socket.write(Buffer.concat([Buffer.from(head), body]));
    else if (isAscii) socket.write(head, 'latin1');
    else socket.write(head);
    if (body !== null) request.note(Slot.SENT, body.length);
    this.#sentAll(request, now);
  }

  #uploaded(request: Request, total: number): void {
    if (this.#request !== request) return;
    this.#lastActivity = this.#home.deadlines.now();
    if (this.#fate.error !== null) return;
    request.note(Slot.SENT, total);
    if (this.#upload?.complete === true && !this.#exchange.heard) this.#sentAll(request, this.#lastActivity);
  }

  #sentAll(request: Request, now: number): void {
    request.mark(Slot.SEND_TIME, now);
    request.phase = 'first byte';
  }

  // Receiving.

  #arrived(bytes: Uint8Array, count: number, lent: boolean): boolean {
    if (this.#state !== 'busy') {
      // Nothing was asked for: whatever this is, the next answer could not be told from it.
      this.close();
      return false;
    }
    const now = this.#home.deadlines.now();
    this.#lastActivity = now;
    const flow = this.#exchange.take(bytes, 0, count, lent, now);
    return this.#act(flow, flow === Flow.END && this.#exchange.used === count);
  }

  #readInPlace(room: Uint8Array, count: number): boolean {
    if (this.#state !== 'busy') return false;
    const now = this.#home.deadlines.now();
    this.#lastActivity = now;
    return this.#act(this.#exchange.filled(room, count, now), true);
  }

  /** Returns whether to go on reading. */
  #act(flow: Flow, clean: boolean): boolean {
    if (flow === Flow.END) this.#completed(clean);
    return flow !== Flow.STOP && this.#state !== 'closed';
  }

  #completed(clean: boolean): void {
    const request = this.#request;
    this.#request = null;
    const hop = this.#exchange.redirected();
    const uploaded = this.#upload === null || this.#upload.complete;
    const reusable = clean && uploaded && this.#exchange.reusable && this.#fate.error === null;
    if (request !== null && hop !== null) {
      request.follow(hop);
      request.home.stage.begin(request, true, this);
    }
    if (!reusable || this.#state === 'closed') {
      this.close();
      return;
    }
    this.#upload = null;
    this.#state = 'idle';
    this.#home.released(this);
  }

  /** Nobody has a request for it now. */
  rest(): void {
    this.#home.deadlines.advance(this, this.#due());
  }

  // Endings.

  #ended(): void {
    if (this.#state !== 'busy' || this.#request === null) {
      this.close();
      return;
    }
    if (!this.#exchange.heard) {
      this.#lost(this.#fate.error);
      return;
    }
    if (this.#exchange.finish(this.#home.deadlines.now()) === Flow.END) this.#completed(false);
  }

  #broken(error: NodeJS.ErrnoException | null): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'busy' && this.#request !== null) this.#lost(error);
    else this.close();
  }

  /** The connection is gone, and the response with it. */
  #lost(error: NodeJS.ErrnoException | null): void {
    const request = this.#request!;
    if (this.#exchange.heard || !this.#mayRepeat(request)) {
      request.fail(lossMishap(request.phase, this.origin.place, error));
      return;
    }
    this.#request = null;
    request.restart();
    request.wantsNewConnection = true;
    this.#home.requeue(request, this);
    this.close();
  }

  /**
   * Whether the request may be sent again (RFC 9110 section 9.2.2): on a connection that was used before, the server may
   * have closed it before it saw the request; once.
   */
  #mayRepeat(request: Request): boolean {
    if (this.#served === 0 || request.wantsNewConnection) return false;
    if (IDEMPOTENT.has(request.hop.method)) return true;
    // The kernel refused the very first write: nothing went out.
    return this.#fate.error !== null && this.#upload === null;
  }
}
