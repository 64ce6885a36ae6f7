/** A body that is kept for the cache on its way to the caller. */
import type { Recording } from '../cache/recording.js';
import type { BodySink } from '../../requests/body-sink.js';

export class RecordedBody implements BodySink {
  readonly #recording: Recording;
  readonly #behind: BodySink;
  readonly #givenUp: () => void;
  #room: Uint8Array | null = null;

  /**
   * @param behind - Where the body goes.
   * @param givenUp - Called when the body turns out too large to be kept.
   */
  constructor(recording: Recording, behind: BodySink, givenUp: () => void) {
    this.#recording = recording;
    this.#behind = behind;
    this.#givenUp = givenUp;
  }

  get stalled(): boolean {
    return this.#behind.stalled;
  }

  push(bytes: Uint8Array, from: number, to: number, lent: boolean): boolean {
    this.#record(bytes, from, to);
    return this.#behind.push(bytes, from, to, lent);
  }

  room(limit: number): Uint8Array | null {
    this.#room = this.#behind.room(limit);
    return this.#room;
  }

  filled(count: number): boolean {
    if (this.#room !== null) this.#record(this.#room, 0, count);
    return this.#behind.filled(count);
  }

  end(): void {
    this.#behind.end();
  }

  makeRoom(): boolean {
    return this.#behind.makeRoom();
  }

  abort(): void {
    this.#behind.abort();
  }

  #record(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#recording.active) return;
    if (!this.#recording.push(bytes.subarray(from, to))) this.#givenUp();
  }
}
