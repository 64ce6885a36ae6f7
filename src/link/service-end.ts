/**
 * The I/O thread's end of the link: takes batches of commands, collects events, rings the bell.
 *
 * Events collected during one turn of the loop go out as one message. It knows nothing of sockets or HTTP: commands are
 * handed to the function it was made with.
 */
import type { MessagePort } from 'node:worker_threads';
import { BELL, type Failure, type LinkCommand, type LinkEvent, type LinkPort } from './protocol.js';

export class ServiceEnd {
  readonly #port: MessagePort;
  readonly #bell: Int32Array;
  readonly #stirred: () => void;
  #events: LinkEvent[] = [];
  #transfers: ArrayBuffer[] = [];
  #flushScheduled = false;
  readonly #flushTurn = (): void => {
    this.#flushScheduled = false;
    this.flush();
  };
  #wakeScheduled = false;
  readonly #wake = (): void => {
    this.#wakeScheduled = false;
    Atomics.notify(this.#bell, BELL);
  };

  /**
   * @param handle - Told of each command.
   * @param stirred - Called after each batch, in either direction.
   */
  constructor(
    port: LinkPort,
    bell: SharedArrayBuffer,
    handle: (command: LinkCommand) => void,
    stirred: () => void = () => undefined,
  ) {
    this.#port = port as unknown as MessagePort;
    this.#bell = new Int32Array(bell);
    this.#stirred = stirred;
    this.#port.on('message', (commands: LinkCommand[]) => {
      for (const command of commands) handle(command);
      stirred();
    });
  }

  /** Collects an event for the end of this turn. `transfer` is a buffer that changes hands with it. */
  post(event: LinkEvent, transfer?: ArrayBuffer): void {
    this.#events.push(event);
    if (transfer !== undefined) this.#transfers.push(transfer);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(this.#flushTurn);
  }

  /** Sends what was collected now: for events that must be there before a word in shared memory says so. */
  flush(): void {
    if (this.#events.length === 0) return;
    const events = this.#events;
    const transfers = this.#transfers;
    this.#events = [];
    this.#transfers = [];
    this.#port.postMessage(events, transfers);
    this.ring();
    this.#stirred();
  }

  /**
   * Tells the caller that something is new. One that looks sees it at once; one that waits is woken when this turn is over, as
   * mostly more is new by then: being woken costs more than taking it in.
   */
  ring(): void {
    Atomics.add(this.#bell, BELL, 1);
    if (this.#wakeScheduled) return;
    this.#wakeScheduled = true;
    setImmediate(this.#wake);
  }

  /** The last words of a thread that cannot go on. */
  die(failure: Failure): void {
    this.#events = [];
    this.#transfers = [];
    this.#port.postMessage(failure);
    Atomics.add(this.#bell, BELL, 1);
    this.#wake();
  }
}
