/**
 * One instance (a SteamHTTP): its options, its requests by handle, and whose turn it is.
 */
import { RequestEvent, type CompletedEvent, type RequestOptions, type SendCommand } from '../../link/index.js';
import type { Deadlines } from '../../requests/deadlines.js';
import type { RequestInstance } from '../../requests/request-service.js';
import { SlotPages } from '../../requests/slot.js';
import type { PageOutlet } from './page-link.js';
import { PageRequest, type PageRequestHome } from './page-request.js';
import type { ResourceTiming } from './resource-timing.js';
import { Turns } from './turns.js';

export class PageInstance implements RequestInstance, PageRequestHome {
  readonly slots = new SlotPages();
  readonly #requests = new Map<number, PageRequest>();
  readonly #turns: Turns<PageRequest>;
  #options: RequestOptions;

  constructor(
    readonly id: number,
    options: RequestOptions,
    readonly end: PageOutlet,
    readonly deadlines: Deadlines,
    readonly timing: ResourceTiming,
  ) {
    this.#options = options;
    this.#turns = new Turns(options);
  }

  /** For requests sent from here on. */
  configure(options: RequestOptions): void {
    this.#options = options;
    this.#turns.configure(options);
  }

  send(command: SendCommand): void {
    const request = new PageRequest(this, this.#options, command);
    this.#requests.set(request.handle, request);
    // What may only come from the cache takes nobody's connection.
    if (request.plan.fromCache) request.begin();
    else this.#turns.append(request);
  }

  /** Changes the place of a waiting request; of any other it changes nothing. */
  move(handle: number, toHead: boolean): void {
    const request = this.#requests.get(handle);
    if (request !== undefined) this.#turns.move(request, toHead);
  }

  /** The program took something out of a streamed body's ring. */
  resumeBody(handle: number): void {
    this.#requests.get(handle)?.makeRoom();
  }

  cancel(handle: number): void {
    const request = this.#requests.get(handle);
    if (request === undefined) return;
    request.abandon();
    this.#forget(request);
  }

  flushCache(token: number): void {
    // What the browser caches is written when the browser wants.
    this.end.post([RequestEvent.CACHE_FLUSHED, this.id, 0, token]);
  }

  /** Ends everything, without a word. */
  close(): void {
    const requests = [...this.#requests.values()];
    // Those that wait first: none of them must get the turn of one that is just ended.
    for (const request of requests) this.#turns.withdraw(request);
    for (const request of requests) this.cancel(request.handle);
  }

  completed(request: PageRequest, event: CompletedEvent): void {
    this.#forget(request);
    this.end.post(event);
  }

  #forget(request: PageRequest): void {
    this.#requests.delete(request.handle);
    this.#turns.leave(request);
  }
}
