/**
 * One instance's registration with one link: commands about its requests go out here, events about them come in.
 *
 * It is made at the first request and ends with close(), or with the I/O side's death. It carries, and decides nothing.
 */
import {
  RequestCommand,
  RequestEvent,
  type CompletedEvent,
  type Failure,
  type LinkEvent,
  type Receiver,
  type RequestEventTuple,
  type SendCommand,
} from '../link/index.js';
import { warn } from '../log.js';
import type { ContainerKeeper } from './cookie-containers.js';
import { RequestState, type HttpRequest } from './http-request.js';
import { KnownAnswers } from './known-answers.js';
import { sendCommand } from './outgoing-request.js';
import type { RequestLink } from './platform.js';
import { requestOptions, type Settings } from './settings.js';
import { SlotPages } from './slot-pages.js';

/** Who wants to know what comes in. */
export interface ChannelListener {
  received(event: RequestEventTuple): void;
  /** The I/O side died: nothing more will come from this channel. */
  died(channel: RequestChannel, failure: Failure): void;
}

const takesNothing = (): void => {
  // Events reach the receiver as they are taken; the watch is there so that they are.
};

export class RequestChannel implements Receiver, ContainerKeeper {
  readonly slots: SlotPages;
  readonly #listener: ChannelListener;
  readonly #instance: number;
  readonly #known: KnownAnswers;
  #pending = 0;
  /** Who waits for the cache to be written. */
  readonly #flushes = new Map<number, () => void>();
  #lastFlush = 0;
  #stopWatching: (() => void) | null = null;

  constructor(
    readonly link: RequestLink,
    settings: Settings,
    listener: ChannelListener,
  ) {
    this.#listener = listener;
    this.#known = new KnownAnswers(settings.cacheSize);
    this.#instance = link.register(this);
    const instance = this.#instance;
    link.post([RequestCommand.INSTANCE, instance, requestOptions(settings)]);
    this.slots = new SlotPages((page, memory) => {
      link.post([RequestCommand.SLOTS, instance, page, memory]);
    });
  }

  /** How many requests were sent here and neither completed nor released. */
  get pending(): number {
    return this.#pending;
  }

  /** The settings changed, for the requests that are sent from here on. */
  configure(settings: Settings): void {
    this.#known.configure(settings.cacheSize);
    this.link.post([RequestCommand.CONFIGURE, this.#instance, requestOptions(settings)]);
  }

  /**
   * Sends a request. Its body is given away.
   *
   * @returns The answer when it is known; then nothing was sent.
   */
  send(request: HttpRequest, settings: Settings): CompletedEvent | null {
    const slot = this.slots.take();
    const command = sendCommand(this.#instance, request, slot, settings);
    request.state = RequestState.SENT;
    const answer = this.#known.answer(command);
    if (answer === null) this.#post(request, slot, command);
    else this.slots.release(slot);
    return answer;
  }

  #post(request: HttpRequest, slot: number, command: SendCommand): void {
    this.#pending++;
    request.channel = this;
    request.slot = slot;
    this.#known.sent(request.method);
    request.command = command;
    request.epoch = this.#known.epoch;
    const { body } = request;
    request.uploadSize = body?.length ?? 0;
    request.body = null;
    this.link.post(command, body?.buffer);
  }

  /** Moves a waiting request to the head or the tail of the queue. */
  move(handle: number, toHead: boolean): void {
    this.link.post([RequestCommand.MOVE, this.#instance, handle, toHead]);
  }

  /** The ring of a streamed body has room again. At once: the program may be busy for the rest of its frame. */
  resumeBody(handle: number): void {
    this.link.post([RequestCommand.RESUME_BODY, this.#instance, handle]);
    this.link.flush();
  }

  /** A request's completion was taken in. */
  completed(request: HttpRequest, event: CompletedEvent): void {
    this.#pending--;
    if (request.command !== null) this.#known.learn(request.command, request.epoch, event);
    request.command = null;
  }

  /** The program lets go of a request: what of it is still under way is cancelled. */
  release(request: HttpRequest): void {
    if (request.state === RequestState.SENT) {
      this.#pending--;
      this.link.post([RequestCommand.CANCEL, this.#instance, request.handle]);
    }
    this.slots.release(request.slot);
  }

  addContainer(container: number, allowResponsesToModify: boolean): void {
    this.link.post([RequestCommand.ADD_CONTAINER, this.#instance, container, allowResponsesToModify]);
  }

  releaseContainer(container: number): void {
    this.link.post([RequestCommand.RELEASE_CONTAINER, this.#instance, container]);
  }

  setCookie(container: number, host: string, url: string, cookie: string, at: number): void {
    this.link.post([RequestCommand.SET_COOKIE, this.#instance, container, host, url, cookie, at]);
  }

  clearCache(): void {
    this.#known.forget();
    this.link.post([RequestCommand.CLEAR_CACHE, this.#instance]);
  }

  /** Resolves when what was to be kept on disk so far is there, or there is nobody left to write it. */
  flushCache(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.link.watch(takesNothing);
      const token = ++this.#lastFlush;
      this.#flushes.set(token, () => {
        this.#flushes.delete(token);
        stop();
        resolve();
      });
      this.link.post([RequestCommand.FLUSH_CACHE, this.#instance, token]);
    });
  }

  /** Whether events are also taken while nobody polls, and the process is kept alive for them. */
  watch(wanted: boolean): void {
    if (wanted) this.#stopWatching ??= this.link.watch(takesNothing);
    else {
      this.#stopWatching?.();
      this.#stopWatching = null;
    }
  }

  /** Ends everything; nothing more is told. */
  close(): void {
    this.watch(false);
    this.#endFlushes();
    this.link.unregister(this.#instance);
    this.link.post([RequestCommand.CLOSE_INSTANCE, this.#instance]);
  }

  receive(event: LinkEvent): void {
    if (event[0] === RequestEvent.WARNING) warn('Steam', event[3]);
    else if (event[0] === RequestEvent.CACHE_FLUSHED) this.#flushes.get(event[3])?.();
    else this.#listener.received(event as RequestEventTuple);
  }

  #endFlushes(): void {
    for (const flushed of [...this.#flushes.values()]) flushed();
  }

  abandon(failure: Failure): void {
    this.watch(false);
    this.#endFlushes();
    this.#listener.died(this, failure);
  }
}
