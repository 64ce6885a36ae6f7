/**
 * The service that carries requests, on whatever platform: hands each command to the instance it is about.
 */
import { RequestCommand, type RequestCommandTuple, type RequestOptions, type SendCommand } from '../link/index.js';
import type { SlotPages } from './slot.js';

/** What carries the requests of one SteamHTTP. Cookies and a cache are there where they are not the platform's own. */
export interface RequestInstance {
  readonly slots: SlotPages;
  configure(options: RequestOptions): void;
  send(command: SendCommand): void;
  move(handle: number, toHead: boolean): void;
  resumeBody(handle: number): void;
  cancel(handle: number): void;
  addContainer?(container: number, allowResponsesToModify: boolean): void;
  releaseContainer?(container: number): void;
  setCookie?(container: number, host: string, url: string, cookie: string, at: number): void;
  clearCache?(): void;
  /** Answers CACHE_FLUSHED when what was to be written so far is written. */
  flushCache(token: number): void;
  close(): void;
}

export class RequestService {
  readonly #open: (id: number, options: RequestOptions) => RequestInstance;
  readonly #instances = new Map<number, RequestInstance>();

  /** @param open - Makes an instance. */
  constructor(open: (id: number, options: RequestOptions) => RequestInstance) {
    this.#open = open;
  }

  handle(command: RequestCommandTuple): void {
    const id = command[1];
    const instance = this.#instances.get(id);
    switch (command[0]) {
      case RequestCommand.INSTANCE:
        this.#instances.set(id, this.#open(id, command[2]));
        break;
      case RequestCommand.CONFIGURE:
        instance?.configure(command[2]);
        break;
      case RequestCommand.SLOTS:
        instance?.slots.add(command[2], command[3]);
        break;
      case RequestCommand.SEND:
        instance?.send(command);
        break;
      case RequestCommand.MOVE:
        instance?.move(command[2], command[3]);
        break;
      case RequestCommand.RESUME_BODY:
        instance?.resumeBody(command[2]);
        break;
      case RequestCommand.CANCEL:
        instance?.cancel(command[2]);
        break;
      case RequestCommand.ADD_CONTAINER:
        instance?.addContainer?.(command[2], command[3]);
        break;
      case RequestCommand.RELEASE_CONTAINER:
        instance?.releaseContainer?.(command[2]);
        break;
      case RequestCommand.SET_COOKIE:
        instance?.setCookie?.(command[2], command[3], command[4], command[5], command[6]);
        break;
      case RequestCommand.CLEAR_CACHE:
        instance?.clearCache?.();
        break;
      case RequestCommand.FLUSH_CACHE:
        instance?.flushCache(command[2]);
        break;
      case RequestCommand.CLOSE_INSTANCE:
        instance?.close();
        this.#instances.delete(id);
        break;
    }
  }
}
