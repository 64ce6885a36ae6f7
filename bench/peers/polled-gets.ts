/**
 * Many small GETs with HTTPClients of which each makes one at a time. All are looked at in turn; when nothing was new on
 * any, one of those that have an answer to come waits in blocking mode, and by then there is something new on others too.
 */
import type { HTTPClient } from 'tickwire/godot';
import type { Gets } from './peer.js';
import { PolledGet } from './polled-get.js';

export class PolledGets {
  readonly #all: readonly PolledGet[];
  readonly #total: number;
  #started = 0;
  #answered = 0;
  /** The one that waited last. */
  #turn = 0;

  constructor(clients: readonly HTTPClient[], plan: Gets) {
    this.#all = clients.slice(0, plan.atOnce).map((client) => new PolledGet(client, plan));
    this.#total = plan.total;
  }

  /** @throws Error when a request fails. */
  run(): void {
    for (const get of this.#all) this.#begin(get);
    while (this.#answered < this.#total) {
      const before = this.#answered;
      for (const get of this.#all) {
        if (!get.advance()) continue;
        this.#answered++;
        this.#begin(get);
      }
      if (this.#answered === before) this.#wait();
    }
  }

  #begin(get: PolledGet): void {
    if (this.#started === this.#total) return;
    this.#started++;
    get.begin();
  }

  #wait(): void {
    do this.#turn = (this.#turn + 1) % this.#all.length;
    while (this.#all[this.#turn]!.idle);
    this.#all[this.#turn]!.wait();
  }
}
