/**
 * The caller's end of the link to the I/O thread.
 *
 * Commands are collected and go out together, at the next drain or at the end of the current microtask. Events are taken
 * synchronously, so it works whether or not the program yields to the event loop. It knows nothing of sockets or HTTP:
 * whoever opens something registers a receiver under an id.
 */
import { receiveMessageOnPort, type MessagePort, type Transferable } from 'node:worker_threads';
import { onArrival } from './arrivals.js';
import { RingPool } from './ring-pool.js';
import { BELL, type LinkCommand, type LinkEvent, type LinkPort, type Failure } from './protocol.js';

/** Gets the events of one id. */
export interface Receiver {
  receive(event: LinkEvent): void;
  /** The I/O thread died: nothing more will come. */
  abandon(failure: Failure): void;
}

export class Link {
  readonly #port: MessagePort;
  readonly #bell: Int32Array;
  readonly #receivers = new Map<number, Receiver>();
  #heard = 0;
  #nextId = 1;
  #outbox: LinkCommand[] = [];
  #transfers: Transferable[] = [];
  #flushScheduled = false;
  #death: Failure | null = null;
  /** Memory of closed streams, to be used again. */
  readonly rings = new RingPool();
  readonly #watchers = new Set<() => void>();
  #stopWatching: () => void = () => undefined;
  readonly #onArrival = (message: LinkEvent[] | Failure | null): void => {
    if (message !== null) this.#deliver(message);
    this.#take();
    for (const watcher of [...this.#watchers]) watcher();
  };
  readonly #flushLater = (): void => {
    this.#flushScheduled = false;
    this.flush();
  };

  /**
   * @param port - The caller's port of the channel; must not have a `message` listener.
   * @param bell - The shared counter the other end raises.
   * @param threaded - Whether the other end runs on a thread of its own, so that waiting for it makes sense.
   */
  constructor(
    port: LinkPort,
    bell: SharedArrayBuffer,
    readonly threaded: boolean,
  ) {
    this.#port = port as unknown as MessagePort;
    this.#bell = new Int32Array(bell);
  }

  /** Why the other end is gone, or null while it lives. */
  get death(): Failure | null {
    return this.#death;
  }

  /** How many ids are registered: what is open. */
  get open(): number {
    return this.#receivers.size;
  }

  /** Registers a receiver and returns the id under which both ends know it. */
  register(receiver: Receiver): number {
    const id = this.#nextId++;
    this.#receivers.set(id, receiver);
    return id;
  }

  /** Ends a registration; events for it that are still on their way are dropped. */
  unregister(id: number): void {
    this.#receivers.delete(id);
  }

  /** Collects a command. `transfer` is a buffer that changes hands with it. */
  post(command: LinkCommand, transfer?: ArrayBuffer): void {
    if (this.#death !== null) return;
    this.#outbox.push(command);
    if (transfer !== undefined) this.#transfers.push(transfer);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(this.#flushLater);
  }

  /** Sends what was collected. */
  flush(): void {
    if (this.#outbox.length === 0) return;
    const commands = this.#outbox;
    const transfers = this.#transfers;
    this.#outbox = [];
    this.#transfers = [];
    this.#port.postMessage(commands, transfers);
  }

  /** Sends what was collected and hands out what arrived. Costs one atomic load when there is nothing. */
  drain(): void {
    if (this.#outbox.length !== 0) this.flush();
    if (this.#hasNews()) this.#take();
  }

  /**
   * Blocks the calling thread until the bell rings again or `ms` milliseconds are over.
   *
   * @returns false when this link cannot wait, because the other end runs on the same thread or is gone.
   */
  wait(ms: number): boolean {
    if (!this.threaded || this.#death !== null) return false;
    this.flush();
    Atomics.wait(this.#bell, BELL, this.#heard, ms);
    this.drain();
    return true;
  }

  /**
   * Also takes events whenever the program yields, and calls `watcher` after each batch: for programs that await instead
   * of polling. The process stays alive meanwhile.
   *
   * @returns Ends the watch.
   */
  watch(watcher: () => void): () => void {
    if (this.#watchers.size === 0 && this.#death === null) {
      this.#stopWatching = onArrival(this.#port, this.#onArrival, () => this.#hasNews());
    }
    this.#watchers.add(watcher);
    return () => {
      if (this.#watchers.delete(watcher) && this.#watchers.size === 0) this.#stopWatching();
    };
  }

  /** The other end died: whoever is registered hears of it, and nothing can be posted any more. */
  die(failure: Failure): void {
    if (this.#death !== null) return;
    this.#death = failure;
    this.#outbox = [];
    this.#transfers = [];
    const abandoned = [...this.#receivers.values()];
    this.#receivers.clear();
    for (const receiver of abandoned) receiver.abandon(failure);
    this.#port.close();
    this.#stopWatching();
    for (const watcher of [...this.#watchers]) watcher();
  }

  #hasNews(): boolean {
    return Atomics.load(this.#bell, BELL) !== this.#heard;
  }

  #take(): void {
    // The bell is read before the messages: one posted meanwhile raises it again and is not missed.
    this.#heard = Atomics.load(this.#bell, BELL);
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: LinkEvent[] | Failure } | undefined;
      if (received === undefined) return;
      this.#deliver(received.message);
    }
  }

  #deliver(message: LinkEvent[] | Failure): void {
    if (Array.isArray(message)) for (const event of message) this.#receivers.get(event[1])?.receive(event);
    else this.die(message);
  }
}
