/**
 * The caller's side of the request service, as small as it can be: sends commands over a channel, collects the events of
 * each request, reads streamed bodies out of their rings. The service runs on the same thread.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import {
  ANNOUNCED,
  LAST_CAPACITY,
  RequestCommand,
  RequestEvent,
  RingReader,
  SLOTS_PER_PAGE,
  SLOT_LENGTH,
  STALLED,
  SendFlag,
  Slot,
  type LinkEvent,
  type RequestCommandTuple,
  type RequestFailure,
  type RequestOptions,
} from '#src/link/index.js';
import { ServiceEnd, bodyBytes } from '#src/link/node.js';
import { systemClock } from '#src/io/requests/system-clock.js';
import type { Clock } from '#src/requests/deadlines.js';
import { openRequestService } from '#src/io/requests/service.js';
import type { RequestService } from '#src/requests/request-service.js';
import { ResponseHeaders } from '#src/steam/response-headers.js';

/** What a test may say of a request; the rest is a plain GET. */
export interface Ask {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array<ArrayBuffer> | null;
  readonly streaming?: boolean;
  readonly verify?: boolean;
  readonly flags?: number;
  readonly activityTimeout?: number;
  readonly absoluteTimeout?: number;
  readonly container?: number;
  /** Of a streaming request: leave the ring alone until {@link Sent.read} is called. */
  readonly lazy?: boolean;
}

/** How a request ended. */
export interface Result {
  readonly status: number;
  readonly headers: string[];
  readonly body: Buffer;
  readonly bodySize: number;
  readonly url: string;
  readonly failure: RequestFailure | null;
}

const INSTANCE = 1;

export const defaults: RequestOptions = {
  plainHeaders: 'User-Agent: plain\r\nAccept: */*\r\n',
  maxConnections: 64,
  maxConnectionsPerOrigin: 6,
  maxRedirects: 10,
  maxBodySize: 512 * 1024 * 1024,
  streamBufferSize: LAST_CAPACITY,
  proxy: null,
  trustedCA: null,
  cacheDirectory: null,
  cacheSize: 0,
};

/** One request that was sent. */
export class Sent {
  /** Names of the events in the order they came. */
  readonly events: string[] = [];
  /** Resolves with the end of it. */
  readonly result: Promise<Result>;
  /** Resolves when the head of a streaming request has come. */
  readonly headed: Promise<void>;
  resolve!: (result: Result) => void;
  head!: () => void;
  readonly chunks: Buffer[] = [];
  control: Int32Array | null = null;
  readonly rings: RingReader[] = [];

  constructor(
    readonly handle: number,
    readonly url: string,
    readonly lazy: boolean,
    readonly slot: Float64Array,
    readonly resume: () => void,
  ) {
    this.result = new Promise((resolve) => (this.resolve = resolve));
    this.headed = new Promise((resolve) => (this.head = resolve));
  }

  /** Takes all that stands in the rings; returns how much that was. */
  read(): number {
    const { control, rings } = this;
    if (control === null) return 0;
    Atomics.store(control, ANNOUNCED, 0);
    let total = 0;
    for (let ring = rings[0]; ring !== undefined; ring = rings[0]) {
      const sealed = ring.sealed();
      const count = ring.contiguous();
      if (count > 0) {
        this.chunks.push(Buffer.from(ring.bytes.subarray(ring.offset, ring.offset + count)));
        ring.consume(count);
        total += count;
      } else if (sealed && rings.length > 1) rings.shift();
      else break;
    }
    if (total > 0 && Atomics.compareExchange(control, STALLED, 1, 0) === 1) this.resume();
    return total;
  }

  /** Memory of its rings. */
  get capacity(): number {
    return Math.max(...this.rings.map(({ capacity }) => capacity));
  }
}

export class Driver {
  readonly #service: RequestService;
  readonly #port: MessagePort;
  readonly #sent = new Map<number, Sent>();
  readonly #pages: Float64Array[] = [];
  readonly bell = new SharedArrayBuffer(64);
  /** Messages that came: one for each turn of the loop with news. */
  messages = 0;
  #nextHandle = 1;

  constructor(options: Partial<RequestOptions> = {}, clock: Clock = systemClock) {
    const { port1, port2 } = new MessageChannel();
    const end = new ServiceEnd(port2, this.bell, () => undefined);
    this.#port = port1;
    this.#service = openRequestService(end, clock);
    port1.on('message', (events: LinkEvent[]) => {
      this.messages++;
      for (const event of events) this.#take(event);
    });
    this.command([RequestCommand.INSTANCE, INSTANCE, { ...defaults, ...options }]);
  }

  command(command: RequestCommandTuple): void {
    this.#service.handle(command);
  }

  configure(options: Partial<RequestOptions>): void {
    this.command([RequestCommand.CONFIGURE, INSTANCE, { ...defaults, ...options }]);
  }

  send(url: string, ask: Ask = {}): Sent {
    const handle = this.#nextHandle++;
    const slot = handle - 1;
    const page = Math.floor(slot / SLOTS_PER_PAGE);
    if (this.#pages[page] === undefined) {
      const memory = new SharedArrayBuffer(SLOTS_PER_PAGE * SLOT_LENGTH * 8);
      this.#pages[page] = new Float64Array(memory);
      this.command([RequestCommand.SLOTS, INSTANCE, page, memory]);
    }
    const start = (slot % SLOTS_PER_PAGE) * SLOT_LENGTH;
    const numbers = this.#pages[page].subarray(start, start + SLOT_LENGTH);
    const sent = new Sent(handle, url, ask.lazy === true, numbers, () => {
      this.command([RequestCommand.RESUME_BODY, INSTANCE, handle]);
    });
    this.#sent.set(handle, sent);
    const { body = null, headers = ['User-Agent: test', 'Accept: */*'] } = ask;
    const flags =
      (ask.streaming === true ? SendFlag.STREAMING : 0) |
      (ask.verify === false ? 0 : SendFlag.VERIFY) |
      (ask.flags ?? 0);
    this.command([
      RequestCommand.SEND,
      INSTANCE,
      handle,
      slot,
      ask.method ?? 'GET',
      url,
      headers.map((line) => `${line}\r\n`).join(''),
      (typeof body === 'string' ? new TextEncoder().encode(body) : body)?.buffer ?? null,
      flags,
      ask.activityTimeout ?? 60_000,
      ask.absoluteTimeout ?? 0,
      ask.container ?? 0,
    ]);
    return sent;
  }

  /** Sends, and waits for the end. */
  ask(url: string, ask: Ask = {}): Promise<Result> {
    return this.send(url, ask).result;
  }

  move({ handle }: Sent, toHead: boolean): void {
    this.command([RequestCommand.MOVE, INSTANCE, handle, toHead]);
  }

  cancel({ handle }: Sent): void {
    this.command([RequestCommand.CANCEL, INSTANCE, handle]);
  }

  close(): void {
    this.command([RequestCommand.CLOSE_INSTANCE, INSTANCE]);
    this.#port.close();
  }

  #take(event: LinkEvent): void {
    const sent = this.#sent.get(event[2] as number);
    if (sent === undefined) return;
    switch (event[0]) {
      case RequestEvent.HEAD:
        sent.events.push('head');
        sent.control = new Int32Array(event[6], 0, 16);
        sent.rings.push(new RingReader(event[6]));
        sent.head();
        break;
      case RequestEvent.BODY_RING:
        sent.events.push('ring');
        sent.rings.push(new RingReader(event[3]));
        break;
      case RequestEvent.BODY:
        sent.events.push('body');
        if (!sent.lazy) sent.read();
        break;
      case RequestEvent.COMPLETED: {
        sent.events.push('completed');
        const [, , , status, headers, body, bodySize, url, failure] = event;
        if (!sent.lazy) sent.read();
        const bytes = body === null ? Buffer.concat(sent.chunks) : Buffer.from(bodyBytes(body));
        const lines = new ResponseHeaders(headers).list();
        sent.resolve({ status, headers: lines, body: bytes, bodySize, url: url || sent.url, failure });
        break;
      }
      default:
    }
  }
}

/** A number of a request's slot; null for what did not happen. */
export function slotValue({ slot }: Sent, field: keyof typeof Slot): number | null {
  const value = slot[Slot[field]]!;
  return Number.isNaN(value) ? null : value;
}
