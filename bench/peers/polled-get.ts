/** An HTTPClient that makes one small GET after another, advanced by whoever polls it. */
import { HTTPClient } from 'tickwire/godot';
import { expectSize, expectSuccess } from './expectations.js';
import type { Gets } from './peer.js';

export class PolledGet {
  readonly #client: HTTPClient;
  readonly #path: string;
  readonly #size: number;
  #received = 0;

  constructor(client: HTTPClient, { path, size }: Pick<Gets, 'path' | 'size'>) {
    this.#client = client;
    this.#path = path;
    this.#size = size;
  }

  /** Whether it can begin a request: there is none under way. */
  get idle(): boolean {
    return this.#client.get_status() === HTTPClient.STATUS_CONNECTED;
  }

  begin(): void {
    this.#received = 0;
    this.#client.request(HTTPClient.METHOD_GET, this.#path, []);
  }

  /**
   * Polls once and reads what has come. Gives whether that was the end of the answer.
   *
   * @throws Error when the request failed.
   */
  advance(): boolean {
    const client = this.#client;
    client.poll();
    switch (client.get_status()) {
      case HTTPClient.STATUS_BODY:
        this.#received += client.read_response_body_chunk().length;
        return this.idle && this.#check();
      case HTTPClient.STATUS_CONNECTED:
      case HTTPClient.STATUS_REQUESTING:
        return false;
      default:
        throw new Error(`the request ended in status ${client.get_status()}`);
    }
  }

  /** Waits, without the event loop, until something is new. */
  wait(): void {
    this.#client.blocking_mode_enabled = true;
    this.#client.poll();
    this.#client.blocking_mode_enabled = false;
  }

  #check(): true {
    expectSuccess(this.#client.get_response_code());
    expectSize(this.#received, this.#size);
    return true;
  }
}
