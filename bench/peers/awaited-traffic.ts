/**
 * Requests beside a frame loop with a client that is awaited: they are begun in the frame, and come in between frames,
 * whenever the event loop gets to them.
 */
import type { AwaitingClient } from './awaiting-session.js';
import { expectSize } from './expectations.js';
import { asError } from './failure.js';
import type { FramePlan, FrameTraffic } from './peer.js';
import { Unable } from './unable.js';

export class AwaitedTraffic implements FrameTraffic {
  received = 0;
  answered = 0;
  readonly #plan: FramePlan;
  readonly #client: AwaitingClient;
  #inFlight = 0;
  #downloading = false;
  #failure: Error | null = null;

  constructor(plan: FramePlan, client: AwaitingClient) {
    if (!plan.yields) throw new Unable('needs the event loop, to which this loop never returns');
    this.#plan = plan;
    this.#client = client;
  }

  frame(): void {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#downloading) this.#watch(this.#download());
    while (this.#inFlight < this.#plan.small.atOnce) this.#watch(this.#get());
  }

  async #get(): Promise<void> {
    const { path, size } = this.#plan.small;
    this.#inFlight++;
    expectSize(await this.#client.get(path, false), size);
    this.#inFlight--;
    this.answered++;
  }

  async #download(): Promise<void> {
    const { path, size } = this.#plan.download;
    const before = this.received;
    this.#downloading = true;
    await this.#client.download(path, (bytes) => (this.received += bytes));
    this.#downloading = false;
    expectSize(this.received - before, size);
  }

  #watch(request: Promise<void>): void {
    request.catch((error: unknown) => (this.#failure ??= asError(error)));
  }
}
