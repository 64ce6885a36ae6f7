/**
 * From events to signals: takes in what the I/O side told, brings requests up to date, and tells the program.
 *
 * Nothing is told but from run(). Events wait in the order in which they came; one that is about a request the program
 * has released is dropped. This is the one place where a sent request changes.
 */
import {
  RequestEvent,
  linkFailure,
  type CompletedEvent,
  type Failure,
  type HeadEvent,
  type RequestEventTuple,
  type RequestFailure,
} from '../link/index.js';
import type { HandleTable } from './handle-table.js';
import { RequestState, type HttpRequest } from './http-request.js';
import type { RequestChannel } from './request-channel.js';
import { emit, type Signal } from './signal.js';
import { StreamedBody } from './streamed-body.js';
import { traceCompletion, traceHead } from './tracing.js';
import type { Waiting } from './waiting.js';

/** What listeners of `http_request_completed` are called with. */
export type CompletedArguments = [
  cookie_handle: number,
  context_value: number | bigint,
  request_success: boolean,
  status_code: number,
  body_size: number,
];

/** What listeners of `http_request_headers_received` are called with. */
export type HeadersReceivedArguments = [cookie_handle: number, context_value: number | bigint];

/** What listeners of `http_request_data_received` are called with. */
export type DataReceivedArguments = [
  cookie_handle: number,
  context_value: number | bigint,
  offset: number,
  bytes_received: number,
];

export interface Signals {
  readonly http_request_completed: Signal<CompletedArguments>;
  readonly http_request_headers_received: Signal<HeadersReceivedArguments>;
  readonly http_request_data_received: Signal<DataReceivedArguments>;
}

/** Events that were dispatched are cut off the queue when there are as many as this, should it never become empty. */
const CUT_OFF = 4096;

export class Dispatch {
  readonly #requests: HandleTable<HttpRequest>;
  readonly #signals: Signals;
  readonly #waiting: Waiting;
  #events: RequestEventTuple[] = [];
  #next = 0;
  /** For the next run, not for the one that is under way. */
  #late: RequestEventTuple[] = [];
  /** Streaming requests with chunks that are to be given back at the next run. */
  #holding: HttpRequest[] = [];
  #running = false;
  #deadline = Infinity;

  constructor(requests: HandleTable<HttpRequest>, signals: Signals, waiting: Waiting) {
    this.#requests = requests;
    this.#signals = signals;
    this.#waiting = waiting;
  }

  /** Whether a run is under way: the program called from a listener. */
  get running(): boolean {
    return this.#running;
  }

  /** Whether another run has something to do although nothing more arrives. */
  get unfinished(): boolean {
    return this.#events.length > 0 || this.#late.length > 0 || this.#holding.length > 0;
  }

  /** Keeps an event for the next run. */
  push(event: RequestEventTuple): void {
    this.#events.push(event);
  }

  /**
   * Keeps an event that is there as soon as its request is sent. A listener may send such a request each time it is told of
   * one: that must not keep a run from ending.
   */
  pushLate(event: RequestEventTuple): void {
    this.#late.push(event);
  }

  /** The I/O side died: what was under way there fails, after what it had told before. */
  failAll(channel: RequestChannel, failure: Failure): void {
    for (const request of this.#requests.values()) {
      if (request.channel !== channel || request.state !== RequestState.SENT) continue;
      this.push([RequestEvent.COMPLETED, 0, request.handle, 0, '', null, 0, '', lostWith(request, failure), 0]);
    }
  }

  /** Gives back what was signalled in the run before. */
  release(): void {
    if (this.#holding.length === 0) return;
    for (const request of this.#holding) {
      if (request.stream?.release() !== true) continue;
      if (request.state === RequestState.SENT) request.channel?.resumeBody(request.handle);
    }
    for (const request of this.#holding) if (request.state !== RequestState.SENT) request.stream = null;
    this.#holding = [];
  }

  /**
   * Tells the program of everything that has arrived, or of as much as fits.
   *
   * @param budget - Milliseconds after which no further signal is begun; at least one is.
   */
  run(budget: number): void {
    this.#takeLate();
    if (this.#events.length === 0) return;
    this.#running = true;
    this.#deadline = budget === Infinity ? Infinity : performance.now() + budget;
    try {
      while (this.#next < this.#events.length) {
        const event = this.#events[this.#next]!;
        const finished = this.#take(event);
        // A listener may have called clear().
        if (finished && this.#events[this.#next] === event) this.#next++;
        if (!finished || this.#isOver()) break;
      }
    } finally {
      this.#cutOff();
      this.#running = false;
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#events = [];
    this.#late = [];
    this.#next = 0;
    this.#holding = [];
  }

  #takeLate(): void {
    if (this.#late.length === 0) return;
    if (this.#events.length === 0) this.#events = this.#late;
    else for (const event of this.#late) this.#events.push(event);
    this.#late = [];
  }

  #isOver(): boolean {
    if (this.#deadline === Infinity) return false;
    // Said this way round, a budget that is no number leaves no time.
    return !(performance.now() < this.#deadline);
  }

  #cutOff(): void {
    if (this.#next === this.#events.length) this.#events = [];
    else if (this.#next >= CUT_OFF) this.#events.splice(0, this.#next);
    else return;
    this.#next = 0;
  }

  /** Takes in one event; false when the time was over before all of it was told. */
  #take(event: RequestEventTuple): boolean {
    const request = this.#requests.get(event[2]);
    if (request?.state !== RequestState.SENT) return true;
    switch (event[0]) {
      case RequestEvent.HEAD:
        this.#takeHead(request, event);
        return true;
      case RequestEvent.BODY_RING:
        request.stream?.addRing(event[3]);
        // The ring is added once, but what is in it may take several runs to tell.
        this.#events[this.#next] = [RequestEvent.BODY, event[1], event[2]];
        return this.#tellData(request);
      case RequestEvent.BODY:
        return this.#tellData(request);
      case RequestEvent.HOP:
        (request.hops ??= [])[event[3]] = event[4];
        return true;
      case RequestEvent.COMPLETED:
        if (!this.#tellData(request)) return false;
        this.#complete(request, event);
        return true;
    }
  }

  #takeHead(request: HttpRequest, event: HeadEvent): void {
    const [, , handle, status, headers, url, ring] = event;
    request.status = status;
    request.headerText = headers;
    if (url !== '') request.responseUrl = url;
    request.stream = new StreamedBody(ring);
    traceHead(request);
    emit(this.#signals.http_request_headers_received, [handle, request.context]);
  }

  /** Signals each chunk that is there; false when the time was over first. */
  #tellData(request: HttpRequest): boolean {
    const { stream, handle } = request;
    if (stream === null) return true;
    stream.beginLook();
    for (let length = stream.nextChunk(); length > 0; length = stream.nextChunk()) {
      if (stream.chunkCount === 1) this.#holding.push(request);
      const offset = request.bodySize;
      request.bodySize += length;
      emit(this.#signals.http_request_data_received, [handle, request.context, offset, length]);
      if (request.state !== RequestState.SENT) return true;
      if (this.#isOver()) return false;
    }
    return true;
  }

  #complete(request: HttpRequest, event: CompletedEvent): void {
    // A listener may have released it.
    if (request.state !== RequestState.SENT) return;
    const [, , handle, status, headers, body, bodySize, url, failure] = event;
    request.state = RequestState.COMPLETED;
    request.channel?.completed(request, event);
    if (status !== 0) {
      request.status = status;
      request.headerText = headers;
    }
    if (url !== '') request.responseUrl = url;
    request.failure = failure;
    if (!request.streaming) {
      request.bodySize = failure === null ? bodySize : 0;
      request.responseBody = body instanceof ArrayBuffer ? new Uint8Array(body) : body;
    }
    if (request.stream?.chunkCount === 0) request.stream = null;
    traceCompletion(request);
    const { context, status: status_code, bodySize: body_size } = request;
    const request_success = failure === null;
    // Taken before the signal: its listeners usually release the request, and those who wait have waited long enough.
    const waiters = this.#waiting.take(request);
    emit(this.#signals.http_request_completed, [handle, context, request_success, status_code, body_size]);
    for (const waiter of waiters) waiter.resolve({ request_success, status_code, body_size });
  }
}

function lostWith(request: HttpRequest, failure: Failure): RequestFailure {
  const reason = failure.message.split('\n', 1)[0]!;
  const message =
    `${request.method} ${request.url.href}: ${reason}; the server may have got the request or not; ` +
    'send it again (the next request starts a new I/O thread)';
  return { ...linkFailure(failure), phase: request.status === 0 ? 'queue' : 'body', message };
}
