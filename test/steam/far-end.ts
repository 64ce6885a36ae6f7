/**
 * A far end that stands in for the I/O side: shows the commands a SteamHTTP posted, and posts the events a test wants.
 *
 * Everything is synchronous: what was posted here is there at the next `run_callbacks()`.
 */
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import {
  ANNOUNCED,
  RequestCommand,
  RequestEvent,
  RingWriter,
  SLOTS_PER_PAGE,
  SLOT_LENGTH,
  SendFlag,
  Slot,
  allocateRing,
  type CommonMemory,
  type Failure,
  type LinkCommand,
  type RequestEventTuple,
  type RequestFailure,
} from '#src/link/index.js';
import { Link } from '#src/link/node.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { SteamHTTP, type HTTPOptions } from '#src/steam/index.js';

/** A request as it was sent. */
export interface SentRequest {
  readonly handle: number;
  readonly slot: number;
  readonly method: string;
  readonly url: string;
  /** `Name: value` each. */
  readonly headers: readonly string[];
  /** The body as text, null without one. */
  readonly body: string | null;
  readonly streaming: boolean;
  readonly verify: boolean;
  readonly hasHost: boolean;
  readonly hasAcceptEncoding: boolean;
  readonly activityTimeout: number;
  readonly absoluteTimeout: number;
}

/** What a completion may say; a 200 without headers and body where nothing is said. */
export interface Answer {
  readonly status?: number;
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly url?: string;
  readonly failure?: RequestFailure;
  readonly repeatableUntil?: number;
}

export class FarEnd {
  readonly #channel = new MessageChannel();
  readonly #bell = new SharedArrayBuffer(64);
  readonly link = new Link(this.#channel.port1, this.#bell, false);
  readonly #pages: Float64Array[] = [];
  readonly #slots = new Map<number, number>();
  readonly #plainHeaders = new Map<number, string>();
  /** The id of the instance that spoke last. */
  instance = 0;

  /** The commands posted since the last call, without those about memory. */
  commands(): LinkCommand[] {
    this.link.flush();
    const commands: LinkCommand[] = [];
    for (;;) {
      const received = receiveMessageOnPort(this.#channel.port2) as { message: LinkCommand[] } | undefined;
      if (received === undefined) return commands;
      for (const command of received.message) if (!this.#note(command)) commands.push(command);
    }
  }

  /** The one request sent since the last call, among whatever else was posted. */
  sent(): SentRequest {
    const requests = this.allSent();
    if (requests.length !== 1) throw new Error(`${requests.length} requests were sent`);
    return requests[0]!;
  }

  allSent(): SentRequest[] {
    const requests: SentRequest[] = [];
    for (const command of this.commands()) {
      if (command[0] !== RequestCommand.SEND) continue;
      const [, instance, handle, slot, method, url, headers, body, flags, activityTimeout, absoluteTimeout] = command;
      requests.push({
        handle,
        slot,
        method,
        url,
        headers: (headers ?? this.#plainHeaders.get(instance)!).split('\r\n').slice(0, -1),
        body: body === null ? null : Buffer.from(body).toString('utf8'),
        streaming: (flags & SendFlag.STREAMING) !== 0,
        verify: (flags & SendFlag.VERIFY) !== 0,
        hasHost: (flags & SendFlag.HAS_HOST) !== 0,
        hasAcceptEncoding: (flags & SendFlag.HAS_ACCEPT_ENCODING) !== 0,
        activityTimeout,
        absoluteTimeout,
      });
    }
    return requests;
  }

  post(...events: RequestEventTuple[]): void {
    this.#channel.port2.postMessage(events);
    Atomics.add(new Int32Array(this.#bell), 0, 1);
  }

  /** Completes a request. */
  complete(
    handle: number,
    { status = 200, headers = [], body = '', url = '', failure, repeatableUntil = 0 }: Answer = {},
  ): void {
    this.commands();
    const text = headers.join('\n');
    const content = failure === undefined ? body : null;
    this.post([
      RequestEvent.COMPLETED,
      this.instance,
      handle,
      status,
      text,
      content instanceof Uint8Array ? content.buffer : content,
      content?.length ?? 0,
      url,
      failure ?? null,
      repeatableUntil,
    ]);
  }

  /** Begins the response of a streaming request. */
  head(handle: number, { status = 200, headers = [], url = '' }: Answer = {}, capacity = 1024): FarBody {
    this.commands();
    const body = new FarBody(this, handle, capacity);
    this.post([RequestEvent.HEAD, this.instance, handle, status, headers.join('\n'), url, body.memory]);
    return body;
  }

  /** Writes numbers into a request's slot, as the I/O side does from the moment it has seen it. */
  mark(handle: number, numbers: Partial<Record<keyof typeof Slot, number>>): void {
    this.commands();
    const slot = this.#slots.get(handle)!;
    const base = (slot % SLOTS_PER_PAGE) * SLOT_LENGTH;
    const page = this.#pages[Math.floor(slot / SLOTS_PER_PAGE)]!;
    page[base + Slot.OWNER] = handle;
    for (const [name, value] of Object.entries(numbers)) page[base + Slot[name as keyof typeof Slot]] = value;
  }

  die(failure: Failure): void {
    this.#channel.port2.postMessage(failure);
    Atomics.add(new Int32Array(this.#bell), 0, 1);
  }

  #note(command: LinkCommand): boolean {
    this.instance = command[1];
    const isOptions = command[0] === RequestCommand.INSTANCE || command[0] === RequestCommand.CONFIGURE;
    if (isOptions) this.#plainHeaders.set(command[1], command[2].plainHeaders);
    if (command[0] === RequestCommand.SEND) this.#slots.set(command[2], command[3]);
    if (command[0] !== RequestCommand.SLOTS) return false;
    this.#pages[command[2]] = new Float64Array(command[3]);
    return true;
  }
}

/** A streamed body as the I/O side fills it. */
export class FarBody {
  #ring: RingWriter;
  readonly #control: Int32Array;

  constructor(
    readonly far: FarEnd,
    readonly handle: number,
    capacity: number,
  ) {
    this.#ring = new RingWriter(allocateRing(capacity));
    this.#control = new Int32Array(this.#ring.memory, 0, 16);
  }

  get memory(): CommonMemory {
    return this.#ring.memory;
  }

  /** The words that are shared for control. */
  get control(): Int32Array {
    return this.#control;
  }

  /** Writes as much as fits and tells of it; returns how much that was. */
  write(text: string): number {
    const count = this.#ring.write(Buffer.from(text, 'latin1'));
    if (Atomics.compareExchange(this.#control, ANNOUNCED, 0, 1) === 0) {
      this.far.post([RequestEvent.BODY, this.far.instance, this.handle]);
    }
    return count;
  }

  /** Goes on in another ring. */
  grow(capacity: number): void {
    const next = new RingWriter(allocateRing(capacity));
    this.far.post([RequestEvent.BODY_RING, this.far.instance, this.handle, next.memory]);
    this.#ring.seal();
    this.#ring = next;
  }
}

export const lost: RequestFailure = {
  code: 'CONNECTION_LOST',
  phase: 'first byte',
  message: 'GET http://example.com/: the connection broke; try again',
  cause: 'ECONNRESET',
};

/** A SteamHTTP with a far end of its own. */
export function makeSteam(options: HTTPOptions = {}): { steam: SteamHTTP; far: FarEnd } {
  const far = new FarEnd();
  replaceLinkSource(() => far.link);
  return { steam: new SteamHTTP(options), far };
}

/** Makes and sends a request; returns its handle. */
export function sendGet(steam: SteamHTTP, url = 'http://example.com/', streaming = false): number {
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
  if (streaming) steam.sendHTTPRequestAndStreamResponse(handle);
  else steam.sendHTTPRequest(handle);
  return handle;
}
