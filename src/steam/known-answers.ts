/**
 * Small answers that the I/O side took from its cache and said may be given again: the same request gets them here, without
 * a way to the other thread and back.
 *
 * Nothing is decided here about caching. An answer is known for exactly the request it was given to, until the moment that
 * came with it, and everything is forgotten as soon as anything happens that could change what the cache says.
 */
import { CacheUse, RequestEvent, Slot, type CompletedEvent, type SendCommand } from '../link/index.js';

/** Characters of all answers and their headers together; fewer where the cache itself has less. */
const CAPACITY = 1024 * 1024;

/** How far the clock may be set back before what was said by it is not believed any more. */
const CLOCK_LEEWAY_MS = 60_000;

/** RFC 9110 section 9.2.1: after another one, what is stored for a url may not hold any more (RFC 9111 section 4.4). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** What the I/O side ends a cached response's headers with. */
const AGE = /Age: (\d+)\r\n$/;

interface KnownAnswer {
  /** As in the command. */
  readonly headers: string | null;
  readonly flags: number;
  readonly status: number;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly learntAt: number;
  readonly until: number;
  /** The response's headers but for the age, and the age it had, in seconds. */
  readonly head: string;
  readonly age: number;
}

export class KnownAnswers {
  /** By url, the one that was learnt last at the end. */
  readonly #answers = new Map<string, KnownAnswer>();
  #size = 0;
  #capacity: number;
  #epoch = 0;

  /** @param cacheSize - Bytes that the cache may take. */
  constructor(cacheSize: number) {
    this.#capacity = Math.min(CAPACITY, cacheSize);
  }

  /** The options changed: another cache may answer from here on. */
  configure(cacheSize: number): void {
    this.#capacity = Math.min(CAPACITY, cacheSize);
    this.forget();
  }

  /** Counts how often all was forgotten: an answer to a request from before must not be learnt after it. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The answer to a request that is about to be sent, as if it had come; null when it has to be sent. */
  answer(command: SendCommand): CompletedEvent | null {
    if (this.#answers.size === 0) return null;
    const [, instance, handle, , method, url, headers, body, flags, , , container] = command;
    const known = this.#answers.get(url);
    if (known === undefined || method !== 'GET' || body !== null || container !== 0) return null;
    if (headers !== known.headers || flags !== known.flags) return null;
    const now = Date.now();
    if (now >= known.until || now < known.learntAt - CLOCK_LEEWAY_MS) {
      this.#drop(url);
      return null;
    }
    const age = known.age + Math.max(0, Math.floor((now - known.learntAt) / 1000));
    const { status, head, body: text, until } = known;
    const fields = `${head}Age: ${age}\r\n`;
    return [RequestEvent.COMPLETED, instance, handle, status, fields, text, text.length, '', null, until];
  }

  /** A request is on its way to the server: what it may change is asked for anew. */
  sent(method: string): void {
    if (!SAFE_METHODS.has(method)) this.forget();
  }

  /**
   * An answer has come from the I/O side.
   *
   * @param epoch - The one in which the request was sent.
   */
  learn(command: SendCommand, epoch: number, event: CompletedEvent): void {
    const [, , , , method, url, headers, , flags] = command;
    // What it may have changed is known to the I/O side by now.
    if (!SAFE_METHODS.has(method)) this.forget();
    if (this.#answers.size > 0) this.#forgetUrl(url, event[7]);
    const [, , , status, fields, body, , , , until] = event;
    if (until === 0 || epoch !== this.#epoch || typeof body !== 'string') return;
    const match = AGE.exec(fields);
    if (match === null) return;
    const head = fields.slice(0, match.index);
    const age = Number(match[1]);
    this.#answers.set(url, { headers, flags, status, body, learntAt: Date.now(), until, head, age });
    this.#size += sizeOf(url, head, body);
    this.#makeRoom();
  }

  /** Forgets everything, and what is under way will not be learnt. */
  forget(): void {
    this.#answers.clear();
    this.#size = 0;
    this.#epoch++;
  }

  #forgetUrl(asked: string, answeredBy: string): void {
    this.#drop(asked);
    if (answeredBy !== '') this.#drop(answeredBy);
  }

  #makeRoom(): void {
    for (const url of this.#answers.keys()) {
      if (this.#size <= this.#capacity) return;
      this.#drop(url);
    }
  }

  #drop(url: string): void {
    const known = this.#answers.get(url);
    if (known === undefined) return;
    this.#answers.delete(url);
    this.#size -= sizeOf(url, known.head, known.body);
  }
}

function sizeOf(url: string, head: string, body: string): number {
  return url.length + head.length + body.length;
}

/** What the slot of a request says that was answered from here: it had no way to go, and took no time. */
export function figureOfKnown(size: number, field: number): number {
  switch (field) {
    case Slot.RECEIVED:
    case Slot.EXPECTED:
    case Slot.DECODED:
      return size;
    case Slot.QUEUE_TIME:
    case Slot.TOTAL_TIME:
    case Slot.REDIRECTS:
    case Slot.SENT:
      return 0;
    case Slot.CACHE_USE:
      return CacheUse.HIT;
    default:
      return NaN;
  }
}
