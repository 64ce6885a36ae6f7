/**
 * One request on its way: waiting, fetch, delivery.
 *
 * It knows what was asked and how it stands, owns the sink of its body and its deadlines, keeps its slot, and ends exactly
 * once. When it is its turn is decided elsewhere.
 */
import {
  CacheUse,
  RequestEvent,
  SendFlag,
  Slot,
  type CompletedEvent,
  type RequestOptions,
  type RequestPhase,
  type SendCommand,
} from '../../link/index.js';
import type { BodyOwner, BodyTaker } from '../../requests/body-sink.js';
import type { Deadlines, Timed } from '../../requests/deadlines.js';
import { failureOf, timeoutMishap, tooLargeMishap, type Mishap } from '../../requests/mishaps.js';
import { resetSlot, slotStart, type SlotPages } from '../../requests/slot.js';
import { streamBody } from '../../requests/streamed-body.js';
import { Fetching, type FetchingOutcome } from '../fetching.js';
import { ActivityWatch, type Watched } from './activity-watch.js';
import { CollectedBody } from './collected-body.js';
import { brokenOffMishap, redirectMishap, refusedMishap, uncachedMishap } from './fetch-mishaps.js';
import { canAskCache, planFetch, type FetchPlan } from './fetch-plan.js';
import type { PageOutlet } from './page-link.js';
import type { MeasuredFetch, ResourceTiming, TimedFetch } from './resource-timing.js';
import { readHead, type ResponseFacts } from './response-head.js';
import type { TakesTurns } from './turns.js';

/** What a request needs of the instance it belongs to. */
export interface PageRequestHome {
  readonly id: number;
  readonly end: PageOutlet;
  readonly slots: SlotPages;
  readonly deadlines: Deadlines;
  readonly timing: ResourceTiming;
  /** The request is over: the event is for the program. */
  completed(request: PageRequest, event: CompletedEvent): void;
}

/** A page does not see how its upload goes. Until the answer comes, bytes count as sent at this rate, in bytes a ms. */
const SLOWEST_UPLOAD = 32;

/** What a request is answered with that may only come from the cache, and is not there. */
const NOT_CACHED_STATUS = 504;

const NO_RESPONSE: ResponseFacts = { status: 0, headers: '', url: '', expected: -1 };

export class PageRequest implements TakesTurns<PageRequest>, Timed, Watched, FetchingOutcome, BodyOwner {
  readonly handle: number;
  readonly plan: FetchPlan;
  readonly #home: PageRequestHome;
  readonly #streaming: boolean;
  readonly #activityTimeout: number;
  readonly #absoluteTimeout: number;
  readonly #maxBodySize: number;
  readonly #streamBufferSize: number;
  readonly #uploadSize: number;
  #body: Uint8Array<ArrayBuffer> | null;

  #phase: RequestPhase = 'queue';
  #over = false;
  #response = NO_RESPONSE;
  #sink: BodyTaker | null = null;
  readonly #fetching = new Fetching(this);
  readonly #activity: ActivityWatch;

  readonly #slots: Float64Array;
  readonly #slot: number;
  readonly #sentAt: number;
  #begunAt = NaN;
  /** While its fetch is under way. */
  #timed: TimedFetch | null = null;
  #answeredAt = NaN;

  // Of the turns, and of the deadlines.
  turn: TakesTurns<PageRequest>['turn'] = 'none';
  sequence = 0;
  previous: PageRequest | null = null;
  next: PageRequest | null = null;
  rank = 0;
  heapIndex = -1;

  constructor(home: PageRequestHome, options: RequestOptions, command: SendCommand) {
    const [, , handle, slot, , , , body, flags, activityTimeout, absoluteTimeout] = command;
    this.#home = home;
    this.handle = handle;
    this.plan = planFetch(command, options);
    this.#streaming = (flags & SendFlag.STREAMING) !== 0;
    this.#activityTimeout = activityTimeout;
    this.#absoluteTimeout = absoluteTimeout;
    this.#maxBodySize = options.maxBodySize;
    this.#streamBufferSize = options.streamBufferSize;
    this.#uploadSize = body?.byteLength ?? 0;
    this.#body = body && new Uint8Array(body);
    this.#activity = new ActivityWatch(home.deadlines, activityTimeout, this);
    this.#slots = home.slots.pageOf(slot);
    this.#slot = slotStart(slot);
    resetSlot(this.#slots, this.#slot, handle);
    if (this.plan.offline) this.#note(Slot.CACHE_USE, CacheUse.OFFLINE);
    this.#sentAt = home.deadlines.now();
    if (absoluteTimeout > 0) home.deadlines.set(this, this.#sentAt + absoluteTimeout);
  }

  get origin(): string {
    return this.plan.origin;
  }

  begin(): void {
    const body = this.#body;
    this.#body = null;
    this.#phase = 'first byte';
    this.#begunAt = this.#home.deadlines.now();
    this.#note(Slot.QUEUE_TIME, this.#begunAt - this.#sentAt);
    if (this.plan.fromCache && !canAskCache(this.plan)) {
      this.#failUncached();
      return;
    }
    this.#timed = this.#home.timing.begin(this.plan.url);
    this.#activity.begin(this.#uploadSize / SLOWEST_UPLOAD);
    this.#fetching.begin(this.plan, body);
  }

  /** The program took something out of a streamed body's ring. */
  makeRoom(): void {
    if (this.#sink?.makeRoom() === true) this.readOn();
  }

  /** Lets go of everything, without a word to the program. */
  abandon(): void {
    this.#sink?.abort();
    this.#fetching.stop();
    this.#end();
  }

  // What time tells.

  expire(): void {
    this.#fail(timeoutMishap(this.#phase, 'absolute', this.#absoluteTimeout));
  }

  get stalled(): boolean {
    return this.#sink?.stalled === true;
  }

  quiet(): void {
    this.#fail(timeoutMishap(this.#phase, 'activity', this.#activityTimeout));
  }

  // What the fetch tells.

  answered(response: Response): void {
    if (response.type === 'opaqueredirect') {
      this.#fail(redirectMishap());
      return;
    }
    this.#answeredAt = this.#home.deadlines.now();
    this.#activity.note();
    this.#phase = 'body';
    this.#note(Slot.FIRST_BYTE_TIME, this.#answeredAt - this.#begunAt);
    this.#response = readHead(response);
    const { expected } = this.#response;
    // Whatever there was to upload has gone out: it was answered.
    this.#note(Slot.SENT, this.#uploadSize);
    this.#note(Slot.EXPECTED, expected);
    if (response.redirected) this.#note(Slot.REDIRECTS, 1);
    if (this.#streaming) this.#sink = this.#stream();
    else if (this.#isTooLarge(expected)) this.spoiled(tooLargeMishap(this.#maxBodySize));
    else this.#sink = new CollectedBody(this, this.#maxBodySize);
  }

  received(bytes: Uint8Array): boolean {
    this.#activity.note();
    const received = (this.#slots[this.#slot + Slot.RECEIVED]! += bytes.length);
    // A server of another origin may code the body without this page being shown that it does.
    if (received > this.#response.expected) this.#note(Slot.EXPECTED, -1);
    return this.#sink!.push(bytes, 0, bytes.length, false);
  }

  ended(): void {
    const measured = this.#stopTiming();
    this.#note(Slot.BODY_TIME, this.#home.deadlines.now() - this.#answeredAt);
    if (measured !== null) this.#noteMeasured(measured);
    this.#sink!.end();
  }

  refused(): void {
    if (this.plan.fromCache) this.#failUncached();
    else this.#fail(refusedMishap(this.plan));
  }

  brokeOff(): void {
    this.#fail(brokenOffMishap());
  }

  // What its sink tells.

  grew(size: number): void {
    this.#note(Slot.DECODED, size);
  }

  delivered(body: string | Uint8Array<ArrayBuffer> | null): void {
    this.#complete(body, null);
  }

  spoiled(mishap: Mishap): void {
    this.#fail(mishap);
  }

  readOn(): void {
    this.#activity.note();
    this.#fetching.readOn();
  }

  /** A body that would be refused in the end need not begin. Of HEAD, the length is that of another response. */
  #isTooLarge(expected: number): boolean {
    return expected > this.#maxBodySize && this.plan.method !== 'HEAD';
  }

  #stream(): BodyTaker {
    const { id, end } = this.#home;
    const { status, headers, url } = this.#response;
    const { sink, memory } = streamBody(this, { end, instance: id, handle: this.handle }, -1, this.#streamBufferSize);
    end.post([RequestEvent.HEAD, id, this.handle, status, headers, url, memory]);
    return sink;
  }

  #note(field: number, value: number): void {
    this.#slots[this.#slot + field] = value;
  }

  /** What the browser measured is better than what can be seen from here. */
  #noteMeasured({ resolve, connect, tls, firstByte, body, cacheUse }: MeasuredFetch): void {
    this.#note(Slot.RESOLVE_TIME, resolve);
    this.#note(Slot.CONNECT_TIME, connect);
    this.#note(Slot.TLS_TIME, tls);
    this.#note(Slot.FIRST_BYTE_TIME, firstByte);
    this.#note(Slot.BODY_TIME, body);
    if (!this.plan.offline) this.#note(Slot.CACHE_USE, cacheUse);
  }

  #stopTiming(): MeasuredFetch | null {
    const timed = this.#timed;
    this.#timed = null;
    return timed === null ? null : this.#home.timing.end(timed);
  }

  #failUncached(): void {
    this.#response = { ...NO_RESPONSE, status: NOT_CACHED_STATUS };
    this.#fail(uncachedMishap(this.plan));
  }

  #fail(mishap: Mishap): void {
    if (this.#over) return;
    this.abandon();
    this.#complete(null, mishap);
  }

  #end(): void {
    this.#over = true;
    this.#sink = null;
    this.#home.deadlines.clear(this);
    this.#activity.end();
    this.#stopTiming();
  }

  #complete(body: string | Uint8Array<ArrayBuffer> | null, mishap: Mishap | null): void {
    this.#end();
    this.#note(Slot.TOTAL_TIME, this.#home.deadlines.now() - this.#sentAt);
    const { status, headers, url } = this.#response;
    const size = mishap === null || this.#streaming ? this.#slots[this.#slot + Slot.DECODED]! : 0;
    this.#home.completed(this, [
      RequestEvent.COMPLETED,
      this.#home.id,
      this.handle,
      status,
      headers,
      body instanceof Uint8Array ? body.buffer : body,
      size,
      url,
      mishap === null ? null : failureOf(this.plan.method, this.plan.url, mishap),
      // The browser has the cache.
      0,
    ]);
  }
}
