/**
 * A body that goes through a ring in shared memory as it comes, at the caller's pace.
 *
 * The first ring is as small as the announced length allows; else it grows while the caller keeps finding it full.
 */
import {
  ANNOUNCED,
  FIRST_CAPACITY,
  RequestEvent,
  RingWriter,
  allocateRing,
  type CommonMemory,
  type RequestEventTuple,
} from '../link/index.js';
import { Inlet } from './inlet.js';
import type { BodyOwner, BodySink } from './body-sink.js';

/** From this length on bytes are read straight into the ring. */
const DIRECT_FROM = 64 * 1024;

/** A body up to this length gets a ring in which it fits whole: nobody ever waits for room. */
const WHOLE_LIMIT = 64 * 1024;

const SMALLEST_RING = 1024;

/** Where events go: the service's end of the link. */
export interface EventOutlet {
  /** Collects an event. */
  post(event: RequestEventTuple): void;
  /** Sends what was collected. */
  flush(): void;
}

/** Whom the events of a body are about, and which way they go. */
export interface BodyRoute {
  readonly end: EventOutlet;
  readonly instance: number;
  readonly handle: number;
}

/**
 * Makes the sink of a streamed body, and the memory that goes with the head.
 *
 * @param expected - How many bytes it has, or -1.
 * @param limit - How many of them may wait for the caller; at least those of a first ring.
 */
export function streamBody(
  owner: BodyOwner,
  route: BodyRoute,
  expected: number,
  limit: number,
): { sink: BodySink; memory: CommonMemory } {
  const whole = expected >= 0 && expected <= WHOLE_LIMIT;
  const memory = allocateRing(whole ? powerOfTwoFrom(expected) : FIRST_CAPACITY);
  const sink = whole ? new WholeBody(owner, route, memory) : new FlowingBody(owner, route, memory, limit);
  return { sink, memory };
}

function powerOfTwoFrom(size: number): number {
  let power = SMALLEST_RING;
  while (power < size) power *= 2;
  return power;
}

function powerOfTwoUpTo(size: number): number {
  return 2 ** Math.floor(Math.log2(size));
}

/** What both kinds do: tell the caller, once per look, that there is something to see. */
abstract class RingBody {
  readonly #owner: BodyOwner;
  readonly #route: BodyRoute;
  protected readonly control: Int32Array;
  #size = 0;

  constructor(owner: BodyOwner, route: BodyRoute, memory: CommonMemory) {
    this.#owner = owner;
    this.#route = route;
    this.control = new Int32Array(memory, 0, 16);
  }

  protected counted(count: number): void {
    this.#size += count;
    this.#owner.grew(this.#size);
  }

  protected announce(): void {
    if (Atomics.exchange(this.control, ANNOUNCED, 1) === 1) return;
    const { end, instance, handle } = this.#route;
    end.post([RequestEvent.BODY, instance, handle]);
  }

  protected grown(next: CommonMemory): void {
    const { end, instance, handle } = this.#route;
    end.post([RequestEvent.BODY_RING, instance, handle, next]);
    // It must be there before the present ring says that it is sealed.
    end.flush();
  }

  protected delivered(): void {
    this.#owner.delivered(null);
  }
}

/** A body that fits into its ring. */
class WholeBody extends RingBody implements BodySink {
  readonly stalled = false;
  readonly #ring: RingWriter;

  constructor(owner: BodyOwner, route: BodyRoute, memory: CommonMemory) {
    super(owner, route, memory);
    this.#ring = new RingWriter(memory);
  }

  push(bytes: Uint8Array, from: number, to: number): boolean {
    this.#ring.write(bytes.subarray(from, to));
    this.counted(to - from);
    this.announce();
    return true;
  }

  room(): null {
    return null;
  }

  filled(): boolean {
    return true;
  }

  end(): void {
    this.delivered();
  }

  makeRoom(): boolean {
    return true;
  }

  abort(): void {
    // The memory is the caller's as well, who lets go of it.
  }
}

/** A body of any length, at the caller's pace. */
class FlowingBody extends RingBody implements BodySink {
  readonly #inlet: Inlet;
  #ended = false;
  stalled = false;

  constructor(owner: BodyOwner, route: BodyRoute, memory: CommonMemory, limit: number) {
    super(owner, route, memory);
    this.#inlet = new Inlet(memory, this.control, powerOfTwoUpTo(limit), {
      published: () => {
        this.announce();
      },
      grown: (next) => {
        this.grown(next);
      },
    });
  }

  push(bytes: Uint8Array, from: number, to: number, lent: boolean): boolean {
    this.counted(to - from);
    return this.#flow(this.#inlet.push(bytes.subarray(from, to), lent));
  }

  room(limit: number): Uint8Array | null {
    if (limit < DIRECT_FROM || this.#inlet.backlog > 0) return null;
    const room = this.#inlet.onread.buffer();
    return room.length > limit ? room.subarray(0, limit) : room;
  }

  filled(count: number): boolean {
    this.counted(count);
    return this.#flow(this.#inlet.onread.callback(count));
  }

  end(): void {
    this.#ended = true;
    if (this.#inlet.backlog === 0) this.delivered();
  }

  makeRoom(): boolean {
    const goOn = this.#flow(this.#inlet.makeRoom());
    if (!this.#ended) return goOn;
    if (this.#inlet.backlog === 0) this.delivered();
    return false;
  }

  /** What does not stand in the ring by now was never delivered. */
  abort(): void {
    this.counted(-this.#inlet.backlog);
  }

  #flow(goOn: boolean): boolean {
    this.stalled = !goOn;
    return goOn;
  }
}
