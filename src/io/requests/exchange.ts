/**
 * The response half of one request over a connection: bytes through the parser, the head to a decision (deliver or
 * redirect), the body to its sink.
 *
 * It knows no socket. Its owner hands it what arrives, in order, and acts on the answer. One exchange object serves a
 * connection's requests one after another.
 */
import { ParserEvent, ResponseParser, type ResponseHead } from '../../http1/index.js';
import { Slot, type ServiceEnd } from '../../link/index.js';
import { discardedBody, type BodySink } from '../../requests/body-sink.js';
import { faultMishap } from './failures.js';
import { latin1 } from './latin1.js';
import { openBody } from './opening.js';
import { isRedirect, type Hop } from './redirects.js';
import type { Request } from './request.js';

/** A redirect's body is read to its end for the sake of the connection, if it is not longer than a new one is worth. */
const WORTH_READING = 64 * 1024;

/** An idle connection is given up so long before the server's own time for it is over. */
const HINT_MARGIN_MS = 1000;

/** What to do next. */
export const Flow = {
  /** Go on reading. */
  MORE: 0,
  /** Stop reading until told otherwise. */
  STOP: 1,
  /** The response is complete. */
  END: 2,
  /** The request is over before its response was: the connection is of no further use. */
  BROKEN: 3,
} as const;
export type Flow = (typeof Flow)[keyof typeof Flow];

export class Exchange {
  readonly #end: ServiceEnd;
  readonly #parser = new ResponseParser(latin1);
  #request: Request | null = null;
  #sink: BodySink = discardedBody;
  /** Whether any byte of a response has come. */
  heard = false;
  #headCame = false;
  /** How many bytes the last {@link take} used up. */
  used = 0;
  /** Whether the response is a 304 to conditions of the cache. */
  #validates = false;
  /** Where the response sends the request next; null when it is to be delivered. */
  #redirect: Hop | null = null;
  /** How much of a redirect's body has come. */
  #discarded = 0;
  /** `host:port` of the server, for messages. */
  readonly #place: string;

  constructor(end: ServiceEnd, place: string) {
    this.#end = end;
    this.#place = place;
  }

  /** Whether the connection may carry another request, once the response is complete. */
  get reusable(): boolean {
    return this.#parser.reusable && this.#parser.idle();
  }

  /** How many milliseconds the server keeps the connection after the last response, as far as it said so; else `limit`. */
  keptAliveFor(limit: number): number {
    const { head } = this.#parser;
    const hint = head?.value('keep-alive') ?? null;
    const seconds = hint === null ? null : /\btimeout=(\d{1,9})\b/i.exec(hint)?.[1];
    if (seconds === null || seconds === undefined) return limit;
    // What is sent in its last moment would cross the server's close on the way.
    return Math.min(limit, Math.max(1000 * Number(seconds) - HINT_MARGIN_MS, 0));
  }

  /** Expects the response to a request. */
  begin(request: Request): void {
    this.#request = request;
    this.#sink = discardedBody;
    this.heard = false;
    this.#headCame = false;
    this.#redirect = null;
    this.#validates = false;
    this.#discarded = 0;
    this.#parser.begin(request.hop.method);
  }

  /** Takes bytes. They are the giver's again afterwards if they are `lent`. */
  take(bytes: Uint8Array, from: number, to: number, lent: boolean, now: number): Flow {
    const request = this.#request!;
    const parser = this.#parser;
    if (!this.heard) {
      this.heard = true;
      request.mark(Slot.FIRST_BYTE_TIME, now);
    }
    let flow: Flow = Flow.MORE;
    let at = from;
    for (;;) {
      const event = parser.next(bytes, at, to);
      at = parser.used;
      switch (event) {
        case ParserEvent.NEED_DATA:
          this.used = at;
          return flow;
        case ParserEvent.HEAD:
          this.#headCame = true;
          this.#takeHead(request, parser.head!);
          break;
        case ParserEvent.DATA:
          request.received(parser.dataTo - parser.dataFrom);
          if (!this.#sink.push(bytes, parser.dataFrom, parser.dataTo, lent)) flow = Flow.STOP;
          break;
        case ParserEvent.END:
          this.used = at;
          return this.#complete(request, now);
        case ParserEvent.FAULT:
          request.fail(faultMishap(parser.fault!, this.#headCame, this.#place));
      }
      if (request.over) return Flow.BROKEN;
      if (this.#redirect !== null && this.#tedious()) {
        request.home.stage.abandoned(request, false);
        return Flow.END;
      }
    }
  }

  /** Room to read body bytes into without a detour, or null when the parser has to see them. */
  room(): Uint8Array | null {
    if (this.#parser.framing === 'length') return this.#sink.room(this.#parser.remaining);
    return this.#parser.framing === 'until-close' ? this.#sink.room(Infinity) : null;
  }

  /** So many bytes were read into `room`, which {@link room} gave. */
  filled(room: Uint8Array, count: number, now: number): Flow {
    const request = this.#request!;
    // Of body bytes whose end is known the parser only wants to know how many there are.
    this.#parser.next(room, 0, count);
    request.received(count);
    const goOn = this.#sink.filled(count);
    if (request.over) return Flow.BROKEN;
    if (this.#parser.framing === 'length' && this.#parser.remaining === 0) {
      this.#parser.next(room, count, count);
      return this.#complete(request, now);
    }
    return goOn ? Flow.MORE : Flow.STOP;
  }

  /** The server closed its side: END if that was to be, else the request has failed. */
  finish(now: number): Flow {
    const request = this.#request!;
    // A redirect that came has said all there is to say.
    if (this.#parser.finish() === ParserEvent.END || this.#redirect !== null) return this.#complete(request, now);
    request.fail(faultMishap(this.#parser.fault!, this.#headCame, this.#place));
    return Flow.BROKEN;
  }

  /** After END: where the request goes next; null when its response was delivered. */
  redirected(): Hop | null {
    return this.#redirect;
  }

  #takeHead(request: Request, head: ResponseHead): void {
    const { contentLength, framing } = this.#parser;
    const { stage } = request.home;
    request.hops?.answered(head);
    this.#validates = stage.headCame(request, head.status, head);
    if (this.#validates) return;
    request.response = { status: head.status, headers: head.fieldText };
    request.phase = 'body';
    const location = isRedirect(head.status) ? locationOf(head) : null;
    if (location !== null && request.settings.options.maxRedirects > 0) {
      this.#redirect = request.redirected(head.status, location);
      this.#sink = stage.recorded(request, discardedBody);
    } else {
      if (framing === 'length') request.note(Slot.EXPECTED, contentLength);
      const length = framing === 'none' ? 0 : framing === 'length' ? contentLength : -1;
      this.#sink = stage.recorded(request, openBody(this.#end, request, head.value('content-encoding'), length));
      // A sink may have refused the body already.
      if (request.over) this.#sink.abort();
      else request.sink = this.#sink;
    }
  }

  #complete(request: Request, now: number): Flow {
    request.mark(Slot.BODY_TIME, now);
    if (this.#redirect !== null) request.home.stage.completed(request, null);
    else if (this.#validates) {
      request.carrier = null;
      request.home.stage.validated(request, this.#parser.head!);
    } else {
      request.phase = 'decode';
      request.carrier = null;
      this.#sink.end();
    }
    // An idle connection keeps nothing of what it carried.
    this.#request = null;
    this.#sink = discardedBody;
    return Flow.END;
  }

  /** Whether what is left of a redirect's body is more than the connection is worth. */
  #tedious(): boolean {
    const { dataFrom, dataTo, framing, remaining } = this.#parser;
    if (framing === 'chunked') this.#discarded += dataTo - dataFrom;
    return framing === 'until-close' || remaining > WORTH_READING || this.#discarded > WORTH_READING;
  }
}

/** The first `Location` of a head; null where there is none. */
function locationOf({ names, values }: ResponseHead): string | null {
  return values[names.findIndex((name) => name.toLowerCase() === 'location')] ?? null;
}
