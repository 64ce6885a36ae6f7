/**
 * Warnings of an object that is polled: the same complaint of the same method is made once, until the method succeeds.
 */
import { warn } from '../log.js';

export class WarnOnce {
  readonly #said = new Map<string, string>();

  constructor(readonly owner: string) {}

  /** Warns, unless this was the method's last complaint. */
  warn(method: string, message: string): void {
    if (this.#said.get(method) === message) return;
    this.#said.set(method, message);
    warn(`${this.owner}.${method}`, message);
  }

  /** The method succeeded: its next complaint will be heard again. */
  clear(method: string): void {
    if (this.#said.size > 0) this.#said.delete(method);
  }
}
