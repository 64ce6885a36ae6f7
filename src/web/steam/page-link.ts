/**
 * The link where there is only one thread: commands and events wait in lists until their turn, as they would on their way
 * to another thread and back.
 *
 * That way a program sees the same order of things on every platform: commands take effect together, at the next drain or
 * at the end of the current microtask, and nothing is told but when the program asks, or yields while it is watching.
 */
import type { InstanceEvent, Receiver, RequestCommandTuple, RequestEventTuple } from '../../link/index.js';
import type { RequestService } from '../../requests/request-service.js';
import type { EventOutlet } from '../../requests/streamed-body.js';
import type { RequestLink } from '../../steam/platform.js';
import { openPageRequestService } from './request-service.js';

type PageEvent = RequestEventTuple | InstanceEvent;

/** The service's end. */
export interface PageOutlet extends EventOutlet {
  post(event: PageEvent): void;
}

export class PageLink implements RequestLink {
  readonly #receivers = new Map<number, Receiver>();
  readonly #watchers = new Set<() => void>();
  readonly #service: RequestService;
  #lastId = 0;
  #commands: RequestCommandTuple[] = [];
  #events: PageEvent[] = [];
  #flushScheduled = false;
  #deliveryScheduled = false;

  readonly #flushLater = (): void => {
    this.#flushScheduled = false;
    this.flush();
  };
  readonly #deliverLater = (): void => {
    this.#deliveryScheduled = false;
    if (this.#watchers.size === 0) return;
    this.#deliver();
    for (const watcher of [...this.#watchers]) watcher();
  };

  constructor() {
    this.#service = openPageRequestService({
      post: (event) => {
        this.#events.push(event);
        this.#deliverSoon();
      },
      // Each event is where it has to be from the moment it is posted.
      flush: () => undefined,
    });
  }

  register(receiver: Receiver): number {
    const id = ++this.#lastId;
    this.#receivers.set(id, receiver);
    return id;
  }

  unregister(id: number): void {
    this.#receivers.delete(id);
  }

  post(command: RequestCommandTuple): void {
    this.#commands.push(command);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(this.#flushLater);
  }

  flush(): void {
    const commands = this.#commands;
    this.#commands = [];
    for (const command of commands) this.#service.handle(command);
  }

  drain(): void {
    this.flush();
    this.#deliver();
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    this.#deliverSoon();
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  #deliver(): void {
    const events = this.#events;
    this.#events = [];
    for (const event of events) this.#receivers.get(event[1])?.receive(event);
  }

  #deliverSoon(): void {
    if (this.#watchers.size === 0 || this.#events.length === 0 || this.#deliveryScheduled) return;
    this.#deliveryScheduled = true;
    queueMicrotask(this.#deliverLater);
  }
}
