/**
 * Programs that await a request instead of polling. While there are any, what arrives is taken in whenever the program
 * yields, run_callbacks is called for it, and the process stays alive.
 */
import { platform } from '#steam-platform';
import type { HttpRequest } from './http-request.js';

/** How a request ended, for those who awaited it: the last three arguments of `http_request_completed`. */
export interface HTTPCompletion {
  /** Whether a whole response came from a server, one like 404 included. */
  readonly request_success: boolean;
  /** The status from the wire; 0 when no response head came. */
  readonly status_code: number;
  /** Bytes of the decoded body. */
  readonly body_size: number;
}

/** One promise. */
export interface Waiter {
  readonly resolve: (completion: HTTPCompletion) => void;
  readonly reject: (reason: Error) => void;
}

const nobody: readonly Waiter[] = [];

export interface WaitingHost {
  /** Dispatches what has arrived. */
  run(): void;
  /** Whether there is something to dispatch although nothing more arrives. */
  isUnfinished(): boolean;
  /** Whether what arrives is to be taken in while nobody polls. */
  watch(wanted: boolean): void;
}

export class Waiting {
  readonly #host: WaitingHost;
  #count = 0;
  #scheduled = false;

  constructor(host: WaitingHost) {
    this.#host = host;
  }

  /** Waits for a request that was sent and is not complete. */
  add(request: HttpRequest): Promise<HTTPCompletion> {
    return new Promise((resolve, reject) => {
      (request.waiters ??= []).push({ resolve, reject });
      if (this.#count++ === 0) this.#host.watch(true);
      if (this.#host.isUnfinished()) this.wakeLater();
    });
  }

  /** Something arrived: dispatch it soon, if anybody is waiting. */
  wake(): void {
    if (this.#count === 0 || this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(this.#run);
  }

  /**
   * There is more to do that no arrival will tell of, such as giving chunks back, or an answer that was known: another run in
   * a later turn, so that a program that awaits in a loop does not keep all else from running.
   */
  wakeLater(): void {
    if (this.#count === 0 || this.#scheduled) return;
    this.#scheduled = true;
    platform.inNextTurn(this.#run);
  }

  /** A request was released before it completed. */
  reject(request: HttpRequest, reason: string): void {
    for (const waiter of this.take(request)) waiter.reject(new Error(`Steam.whenCompleted: ${reason}`));
  }

  /** Those who wait for a request, which is over. They are to be told now. */
  take(request: HttpRequest): readonly Waiter[] {
    const { waiters } = request;
    if (waiters === null) return nobody;
    request.waiters = null;
    this.#count -= waiters.length;
    if (this.#count === 0) this.#host.watch(false);
    return waiters;
  }

  readonly #run = (): void => {
    this.#scheduled = false;
    this.#host.run();
  };
}
