/**
 * One instance (a SteamHTTP on the caller's side): its options, its requests by handle, its pool.
 */
import { CookieContainer } from '../../cookies/index.js';
import {
  RequestEvent,
  SendFlag,
  type CompletedEvent,
  type RequestOptions,
  type SendCommand,
  type ServiceEnd,
} from '../../link/index.js';
import type { Deadlines } from '../../requests/deadlines.js';
import type { RequestInstance } from '../../requests/request-service.js';
import { SlotPages } from '../../requests/slot.js';
import { openCache } from './cache-opening.js';
import { CacheStage } from './cache-stage.js';
import type { Jar } from './caching.js';
import type { Connection } from './connection.js';
import { Pool } from './pool.js';
import { Request, type RequestHome } from './request.js';
import { settingsOf, type Settings } from './settings.js';

export class Instance implements RequestInstance, RequestHome {
  readonly slots = new SlotPages();
  readonly stage: CacheStage;
  readonly #deadlines: Deadlines;
  readonly #requests = new Map<number, Request>();
  readonly #pool: Pool;
  readonly #jars = new Map<number, Jar>();
  #settings: Settings;

  constructor(
    readonly id: number,
    options: RequestOptions,
    readonly end: ServiceEnd,
    deadlines: Deadlines,
  ) {
    this.#deadlines = deadlines;
    this.#settings = settingsOf(options, null);
    this.#pool = new Pool(end, deadlines, this.#settings);
    this.stage = new CacheStage(this);
    this.#openCache(options);
  }

  /** For requests sent from here on. */
  configure(options: RequestOptions): void {
    const { cacheDirectory, cacheSize } = this.#settings.options;
    this.#settings = settingsOf(options, this.#settings);
    if (options.cacheDirectory !== cacheDirectory || options.cacheSize !== cacheSize) this.#openCache(options);
    this.#pool.configure(this.#settings);
  }

  send(command: SendCommand): void {
    const container = command[11];
    const jar = container === 0 ? null : (this.#jars.get(container) ?? null);
    const request = new Request(this, this.#settings, command, jar);
    if ((request.flags & SendFlag.RECORD_HOPS) !== 0) request.recordHops(this.end);
    this.#requests.set(request.handle, request);
    if (request.deadline !== Infinity) this.#deadlines.set(request, request.deadline);
    this.stage.begin(request, false);
  }

  /** Changes the place of a waiting request; of any other it changes nothing. */
  move(handle: number, toHead: boolean): void {
    const request = this.#requests.get(handle);
    if (request === undefined) return;
    if (isWaiting(request)) this.#pool.move(request, toHead);
    else if (request.caching.parked !== null) request.caching.parked = toHead ? 'head' : 'tail';
  }

  /** The caller took something out of a streamed body's ring. */
  resumeBody(handle: number): void {
    const request = this.#requests.get(handle);
    if (request?.sink?.makeRoom() === true) request.readOn();
  }

  cancel(handle: number): void {
    const request = this.#requests.get(handle);
    if (request === undefined) return;
    this.#forget(request);
    request.abandon();
  }

  /** Ends everything, without a word. */
  close(): void {
    for (const request of [...this.#requests.values()]) {
      this.#forget(request);
      request.over = true;
      request.sink?.abort();
    }
    this.#pool.close();
  }

  addContainer(container: number, allowResponsesToModify: boolean): void {
    this.#jars.set(container, { name: String(container), cookies: new CookieContainer(allowResponsesToModify) });
  }

  /** Requests that have it keep it. */
  releaseContainer(container: number): void {
    this.#jars.delete(container);
  }

  setCookie(container: number, host: string, url: string, cookie: string, at: number): void {
    this.#jars.get(container)?.cookies.set(host, url, cookie, at);
  }

  clearCache(): void {
    this.stage.cache?.clear(() => undefined);
  }

  flushCache(token: number): void {
    const flushed = (): void => {
      this.end.post([RequestEvent.CACHE_FLUSHED, this.id, 0, token]);
    };
    if (this.stage.cache === null) flushed();
    else this.stage.cache.settle(flushed);
  }

  // What requests and their stage need.

  queue(request: Request, toHead: boolean, from: Connection | null): void {
    if (toHead) this.#pool.requeue(request, from);
    else this.#pool.append(request);
  }

  redirected(request: Request, status: number, location: string): void {
    const hop = request.redirected(status, location);
    if (hop === null) return;
    request.follow(hop);
    request.caching.parked = 'head';
    // Not at once: a chain of stored redirects must not be a chain of calls.
    queueMicrotask(() => {
      if (!request.over) this.stage.begin(request, true);
    });
  }

  now(): number {
    return this.#deadlines.now();
  }

  completed(request: Request, event: CompletedEvent): void {
    this.#forget(request);
    const body = event[5];
    this.end.post(event, body instanceof ArrayBuffer ? body : undefined);
  }

  #openCache(options: RequestOptions): void {
    this.stage.cache = openCache(options, (message) => {
      this.end.post([RequestEvent.WARNING, this.id, 0, message]);
    });
  }

  #forget(request: Request): void {
    if (isWaiting(request)) this.#pool.withdraw(request);
    this.#deadlines.clear(request);
    this.#requests.delete(request.handle);
  }
}

/** Whether it waits for a connection. */
function isWaiting({ phase, caching }: Request): boolean {
  return phase === 'queue' && caching.parked === null;
}
