/**
 * One request on its way: plan, hop, exchange, delivery.
 *
 * It knows what was asked and how it stands, owns the sink of its body, keeps its slot, and ends exactly once, through
 * {@link Request.fail} or the delivery of its body. Where it waits and over which connection it goes is decided by the
 * pool.
 */
import {
  RequestEvent,
  SendFlag,
  Slot,
  type CompletedEvent,
  type RequestFailure,
  type RequestPhase,
  type SendCommand,
  type ServiceEnd,
} from '../../link/index.js';
import type { BodyOwner, BodySink } from '../../requests/body-sink.js';
import type { Timed } from '../../requests/deadlines.js';
import { failureOf, timeoutMishap, type Mishap } from '../../requests/mishaps.js';
import { resetSlot, slotStart, type SlotPages } from '../../requests/slot.js';
import type { Waiting } from '../../requests/waiting-queue.js';
import type { CacheStage } from './cache-stage.js';
import { Caching, type Jar } from './caching.js';
import { badRedirectMishap, tooManyRedirectsMishap } from './failures.js';
import { HopRecorder } from './hop-recorder.js';
import { nextHop, type Hop } from './redirects.js';
import type { Settings } from './settings.js';

/** What a request needs of the instance it belongs to. */
export interface RequestHome {
  readonly id: number;
  readonly slots: SlotPages;
  readonly stage: CacheStage;
  now(): number;
  /** The request is over: the event is for the caller. */
  completed(request: Request, event: CompletedEvent): void;
}

/** What a request needs of the connection that carries it. */
export interface Carrier {
  /** The request wants to go on reading. */
  resume(): void;
  /** The request is over before its response is: the connection is of no further use. */
  drop(): void;
}

/** What is known of the response's head. */
export interface ResponseFacts {
  readonly status: number;
  /** As in COMPLETED. */
  readonly headers: string;
}

const NO_RESPONSE: ResponseFacts = { status: 0, headers: '' };

export class Request implements Waiting<Request>, Timed, BodyOwner {
  readonly home: RequestHome;
  readonly handle: number;
  /** The settings of the instance when it was sent. */
  readonly settings: Settings;
  readonly flags: number;
  readonly activityTimeout: number;
  readonly absoluteTimeout: number;

  /** What the present hop asks for. */
  hop: Hop;
  redirects = 0;
  /** Where in its life it is, for failures. */
  phase: RequestPhase = 'queue';
  /** Whether it is over: nobody wants to hear of it. */
  over = false;
  /** Whether it must go over a new connection, as a reused one died under it. */
  wantsNewConnection = false;
  carrier: Carrier | null = null;
  sink: BodySink | null = null;
  response: ResponseFacts = NO_RESPONSE;
  /** As in COMPLETED. */
  repeatableUntil = 0;
  readonly caching: Caching;
  /** Null where nobody asked for it. */
  hops: HopRecorder | null = null;

  // Of the waiting queue, and of the deadlines.
  sequence = 0;
  previous: Request | null = null;
  next: Request | null = null;
  rank = 0;
  heapIndex = -1;

  readonly #slots: Float64Array;
  readonly #slot: number;
  readonly #startedAt: number;
  /** When the stage that is being measured began. */
  #markedAt: number;

  constructor(home: RequestHome, settings: Settings, command: SendCommand, jar: Jar | null) {
    const [, , handle, slot, method, url, headers, body, flags, activityTimeout, absoluteTimeout] = command;
    this.home = home;
    this.handle = handle;
    this.settings = settings;
    this.flags = flags;
    this.activityTimeout = activityTimeout;
    this.absoluteTimeout = absoluteTimeout;
    this.hop = { method, url, headers: headers ?? settings.options.plainHeaders, body: body && new Uint8Array(body) };
    this.caching = new Caching(jar, (flags & SendFlag.OFFLINE) !== 0);
    this.#slots = home.slots.pageOf(slot);
    this.#slot = slotStart(slot);
    resetSlot(this.#slots, this.#slot, handle);
    this.#startedAt = home.now();
    this.#markedAt = this.#startedAt;
  }

  get streaming(): boolean {
    return (this.flags & SendFlag.STREAMING) !== 0;
  }

  get verifies(): boolean {
    return (this.flags & SendFlag.VERIFY) !== 0;
  }

  /** Whether the caller left the codings to us: then bodies are decoded. */
  get decodes(): boolean {
    return (this.flags & SendFlag.HAS_ACCEPT_ENCODING) === 0;
  }

  /** When it must be complete, or Infinity. */
  get deadline(): number {
    return this.absoluteTimeout === 0 ? Infinity : this.#startedAt + this.absoluteTimeout;
  }

  /** Tells of each hop from here on. */
  recordHops(end: ServiceEnd): void {
    this.hops = new HopRecorder(end, this.home.id, this.handle, (field) => this.#slots[this.#slot + field]!);
  }

  /** Writes one number of the slot. */
  note(field: number, value: number): void {
    this.#slots[this.#slot + field] = value;
  }

  /** A stage is over that began at the last mark: its time is noted, and the next one begins. */
  mark(field: number, now: number): void {
    this.#slots[this.#slot + field] = now - this.#markedAt;
    this.#markedAt = now;
  }

  /** The next stage begins now; the time since the last mark belongs to none. */
  begin(now: number): void {
    this.#markedAt = now;
  }

  /** Counts wire bytes of the body. */
  received(count: number): void {
    this.#slots[this.#slot + Slot.RECEIVED]! += count;
  }

  /** A response sends it elsewhere: where to; null when that is nowhere, and it is over. */
  redirected(status: number, location: string): Hop | null {
    const { maxRedirects } = this.settings.options;
    const hop = nextHop(this.hop, status, location);
    let mishap: Mishap;
    if ('problem' in hop) mishap = badRedirectMishap(hop.problem);
    else if (this.redirects >= maxRedirects) mishap = tooManyRedirectsMishap(maxRedirects, hop.url);
    else return hop;
    this.fail(mishap);
    return null;
  }

  /** Goes on to another hop: what was measured and received belonged to the one before. */
  follow(hop: Hop): void {
    const { redirects } = this;
    this.hop = hop;
    this.redirects = redirects + 1;
    this.wantsNewConnection = false;
    this.caching.asked = null;
    this.caching.validating = null;
    this.caching.conditions = '';
    this.restart();
    this.note(Slot.REDIRECTS, this.redirects);
  }

  /** Goes back to waiting. */
  restart(): void {
    this.hops?.over();
    resetSlot(this.#slots, this.#slot, this.handle);
    this.note(Slot.REDIRECTS, this.redirects);
    this.carrier = null;
    this.sink = null;
    this.response = NO_RESPONSE;
    this.phase = 'queue';
    this.#markedAt = this.home.now();
  }

  /** The absolute timeout. */
  expire(): void {
    this.fail(timeoutMishap(this.phase, 'absolute', this.absoluteTimeout));
  }

  /** Ends it without success, and with it the connection that carries it. */
  fail(mishap: Mishap): void {
    if (this.over) return;
    this.abandon(true);
    this.#complete(null, failureOf(this.hop.method, this.hop.url, mishap));
  }

  /** Lets go of everything, without a word to the caller. */
  abandon(failed = false): void {
    this.over = true;
    this.home.stage.abandoned(this, failed);
    const { carrier, sink } = this;
    this.carrier = null;
    this.sink = null;
    sink?.abort();
    carrier?.drop();
  }

  // What its sink says.

  grew(size: number): void {
    this.#slots[this.#slot + Slot.DECODED] = size;
  }

  delivered(body: string | Uint8Array<ArrayBuffer> | null): void {
    if (this.over) return;
    this.over = true;
    this.sink = null;
    this.home.stage.completed(this, body);
    this.#complete(body, null);
  }

  spoiled(mishap: Mishap): void {
    this.fail(mishap);
  }

  readOn(): void {
    this.carrier?.resume();
  }

  #complete(body: string | Uint8Array<ArrayBuffer> | null, failure: RequestFailure | null): void {
    this.over = true;
    this.note(Slot.TOTAL_TIME, this.home.now() - this.#startedAt);
    this.hops?.over();
    const { status, headers } = this.response;
    const size = failure === null || this.streaming ? this.#slots[this.#slot + Slot.DECODED]! : 0;
    const url = this.redirects === 0 ? '' : this.hop.url;
    this.home.completed(this, [
      RequestEvent.COMPLETED,
      this.home.id,
      this.handle,
      status,
      headers,
      body instanceof Uint8Array ? body.buffer : body,
      size,
      url,
      failure,
      failure === null ? this.repeatableUntil : 0,
    ]);
  }
}
