/**
 * Several bodies on one stream, one after the other in the order of their requests, however they arrive.
 *
 * The lane whose turn it is writes through; the others keep what they get until it is. A slow reader shuts the gate, so
 * that nothing more is polled until it has caught up.
 */
import { once } from 'node:events';
import type { Gate } from '../exchange/pump.js';
import type { OutputStream } from '../terminal.js';

/** One body's way to the stream. */
export interface OutputLane {
  write(bytes: Uint8Array): void;
  /** Nothing more will come: the next lane's turn. */
  end(): void;
}

/** A stream that lanes share. */
export class OrderedOutput implements Gate {
  readonly #stream: OutputStream;
  readonly #signal: AbortSignal;
  readonly #lanes: { kept: Uint8Array[]; ended: boolean }[] = [];
  #turn = 0;
  /** While the stream has more than it likes; resolves when it has written it. */
  #draining: Promise<void> | null = null;

  /** @param signal - Opens the gate for good: nobody reads any more. */
  constructor(stream: OutputStream, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
  }

  /** The next lane. */
  lane(): OutputLane {
    const lane = { kept: [] as Uint8Array[], ended: false };
    const index = this.#lanes.push(lane) - 1;
    return {
      write: (bytes) => {
        // A copy: the stream may hold on to it, and the caller's memory is used again.
        const copy = Uint8Array.from(bytes);
        if (index === this.#turn) this.#write(copy);
        else lane.kept.push(copy);
      },
      end: () => {
        lane.ended = true;
        this.#takeTurns();
      },
    };
  }

  closedUntil(): Promise<void> | null {
    return this.#draining;
  }

  /** Resolves when the stream has taken everything. */
  async flushed(): Promise<void> {
    await this.#draining;
  }

  #takeTurns(): void {
    while (this.#lanes[this.#turn]?.ended === true) {
      const next = this.#lanes[++this.#turn];
      for (const bytes of next?.kept.splice(0) ?? []) this.#write(bytes);
    }
  }

  #write(bytes: Uint8Array): void {
    if (!this.#stream.write(bytes)) this.#draining ??= this.#drained();
  }

  async #drained(): Promise<void> {
    try {
      await once(this.#stream, 'drain', { signal: this.#signal });
    } catch {
      // The reader went away or the run is cut short: whoever listens to the signal ends the run.
    }
    this.#draining = null;
  }
}
