/**
 * Signals: lists of listeners that are called in the order in which they were connected.
 *
 * The list is replaced, never changed, so that one which is being called stays as it was. Nobody but this room can emit:
 * `emit` is not a member. What a listener throws is reported to the logger and stops nobody else.
 */
import { warn } from '../log.js';

interface Connection<Arguments extends readonly unknown[]> {
  readonly listener: (...args: Arguments) => void;
  once: boolean;
  connected: boolean;
}

/** Calls everyone who is connected. */
export let emit: <Arguments extends readonly unknown[]>(signal: Signal<Arguments>, args: NoInfer<Arguments>) => void;

/**
 * Something that happens, and who wants to know.
 *
 * @typeParam Arguments - What a listener is called with.
 */
export class Signal<Arguments extends readonly unknown[]> {
  readonly #name: string;
  #connections: readonly Connection<Arguments>[] = [];

  static {
    emit = (signal, args) => {
      for (const connection of signal.#connections) {
        // One that a listener before it disconnected does not hear of it any more.
        if (!connection.connected) continue;
        if (connection.once) signal.#remove(connection);
        try {
          connection.listener(...args);
        } catch (error) {
          warn(signal.#name, `a listener threw; the others were called all the same: ${describe(error)}`);
        }
      }
    };
  }

  /** @param name - What to call it in warnings. */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Calls `listener` each time from now on. Connected while the signal is being called, it hears the next one.
   *
   * @param listener - A function that is connected already stays connected once, in its place.
   * @throws TypeError when it is no function.
   */
  connect(listener: (...args: Arguments) => void): void {
    this.#add('connect', listener, false);
  }

  /**
   * Calls `listener` the next time only. It can be disconnected before.
   *
   * @param listener - A function that is connected for every time already stays so.
   * @throws TypeError when it is no function.
   */
  once(listener: (...args: Arguments) => void): void {
    this.#add('once', listener, true);
  }

  /**
   * Calls `listener` no more, not even in the call that is under way.
   *
   * @returns Whether it was connected.
   * @throws TypeError when it is no function.
   */
  disconnect(listener: (...args: Arguments) => void): boolean {
    this.#requireFunction('disconnect', listener);
    const connection = this.#find(listener);
    if (connection === undefined) return false;
    this.#remove(connection);
    return true;
  }

  #add(method: string, listener: (...args: Arguments) => void, once: boolean): void {
    this.#requireFunction(method, listener);
    const present = this.#find(listener);
    if (present === undefined) this.#connections = [...this.#connections, { listener, once, connected: true }];
    else if (!once) present.once = false;
  }

  #find(listener: unknown): Connection<Arguments> | undefined {
    return this.#connections.find((connection) => connection.listener === listener);
  }

  #remove(connection: Connection<Arguments>): void {
    connection.connected = false;
    this.#connections = this.#connections.filter((other) => other !== connection);
  }

  #requireFunction(method: string, listener: unknown): void {
    if (typeof listener !== 'function') throw new TypeError(`${this.#name}.${method}: listener must be a function`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
