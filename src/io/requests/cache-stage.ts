/**
 * The stage of each hop before and after the network: cookies, the answer from the cache, what is kept of an answer.
 *
 *     begin ── hit ───────────────────────────────► delivered
 *       │── not cached ───────────────────────────► failed
 *       │── another one fetches the same: parked ──► begin
 *       └── queue ─► wire ─► headCame ─┬───────────► settled: stored or not
 *                                      └── 304 ────► validated ─► delivered, or queue again
 *
 * While a request is parked it belongs to this stage and not to the pool.
 */
import { CacheUse, Slot, type ServiceEnd } from '../../link/index.js';
import type { BodySink } from '../../requests/body-sink.js';
import { notCachedMishap } from '../../requests/mishaps.js';
import type { HttpCache } from '../cache/cache.js';
import { combined, readFields, type FieldList } from '../cache/fields.js';
import { isStale } from '../cache/policy.js';
import { RequestViews } from '../cache/request-views.js';
import { presentedFields, repeatableUntil, type Decision } from '../cache/reuse.js';
import { SharedFetches, type FetchOutcome } from '../cache/sharing.js';
import {
  bytesOf,
  type CacheRequest,
  type ReceivedHead,
  type StoredBody,
  type StoredResponse,
} from '../cache/stored-response.js';
import { BufferedBody } from './buffered-body.js';
import { CachedDelivery } from './cached-delivery.js';
import type { Connection } from './connection.js';
import { openBody } from './opening.js';
import { RecordedBody } from './recorded-body.js';
import { isRedirect } from './redirects.js';
import type { Request } from './request.js';
import { defaultAcceptEncoding, withCookie } from './request-head.js';

/** What the stage needs of the instance it belongs to. */
export interface StageHome {
  readonly end: ServiceEnd;
  /** The request needs the network. */
  queue(request: Request, toHead: boolean, from: Connection | null): void;
  /** A redirect, out of the cache. */
  redirected(request: Request, status: number, location: string): void;
}

export class CacheStage {
  readonly #home: StageHome;
  readonly #shared = new SharedFetches<Request>();
  readonly #views = new RequestViews();
  /** Null when there is none. */
  cache: HttpCache | null = null;

  constructor(home: StageHome) {
    this.#home = home;
  }

  /**
   * A hop begins.
   *
   * @param toHead - Whether it goes to the head of the queue, if it goes there.
   * @param from - The connection that brought it here just now, if one did.
   */
  begin(request: Request, toHead: boolean, from: Connection | null = null): void {
    const { caching } = request;
    const { cache } = this;
    if (cache === null && !caching.offline) {
      this.#home.queue(request, toHead, from);
      return;
    }
    caching.from = from;
    caching.parked = toHead ? 'head' : 'tail';
    caching.asked = this.#describe(request);
    if (cache === null) this.#act(request, { kind: 'not cached' });
    else {
      cache.lookUp(caching.asked, Date.now(), caching.offline, (decision) => {
        if (!request.over) this.#act(request, decision);
      });
    }
    caching.from = null;
  }

  /** The headers a request goes out with, which is now. */
  outgoing(request: Request): string {
    const { caching, hop } = request;
    caching.sentAt = Date.now();
    if (caching.jar === null) return hop.headers + caching.conditions;
    // Other responses may have changed the cookies since it was queued.
    if (caching.asked !== null) caching.asked = this.#describe(request);
    return this.#withCookies(request) + caching.conditions;
  }

  /**
   * The head of a response has come from the origin.
   *
   * @returns Whether it is the answer to conditions of our own: then there is nothing to deliver, and `validated` follows.
   */
  headCame(request: Request, status: number, fields: FieldList): boolean {
    const { caching } = request;
    if (caching.jar !== null) this.#takeCookies(request, fields);
    const { asked } = caching;
    if (this.cache === null || asked === null) return false;
    if (status === 304 && caching.validating !== null) return true;
    const head = receivedHead(request, status, fields);
    caching.recording = this.cache.received(asked, head);
    if (caching.recording !== null && !isStale(head, head.responseTime)) this.#shared.allow(asked.url);
    else if (caching.sharing !== null) this.#endSharing(request, 'unshareable');
    return false;
  }

  /** The sink for a body that is to be delivered by `sink`. */
  recorded(request: Request, sink: BodySink): BodySink {
    const { caching } = request;
    // A buffered body that is not decoded is there as a whole when it is delivered.
    caching.recordsDelivery = sink instanceof BufferedBody;
    if (caching.recording === null || caching.recordsDelivery) return sink;
    return new RecordedBody(caching.recording, sink, () => {
      this.#endSharing(request, 'unshareable');
    });
  }

  /** A 304 to conditions of our own is complete. */
  validated(request: Request, fields: FieldList): void {
    const { caching } = request;
    const { asked, validating } = caching;
    caching.parked = 'head';
    caching.validating = null;
    caching.conditions = '';
    if (this.cache === null || asked === null || validating === null) {
      this.#askAgain(request);
      return;
    }
    const head = receivedHead(request, 304, fields);
    this.cache.validated(asked, validating, head, (answer) => {
      if (request.over) return;
      if (answer === null) this.#askAgain(request);
      else {
        const shareable = !isStale(answer, Date.now());
        this.#give(request, answer, CacheUse.REVALIDATED);
        this.#endSharing(request, shareable ? 'stored' : 'unshareable');
      }
    });
  }

  #askAgain(request: Request): void {
    request.restart();
    this.#unpark(request);
  }

  /** The response is whole and well; `body` is what is delivered of it. */
  completed(request: Request, body: StoredBody | null): void {
    const { recording, recordsDelivery, sharing } = request.caching;
    if (recording === null && sharing === null) return;
    const stored = recordsDelivery ? recording?.completeWith(body ?? '') : recording?.complete();
    request.caching.recording = null;
    if (sharing !== null) this.#endSharing(request, stored === true ? 'stored' : 'unshareable');
  }

  /**
   * The request is over otherwise, or has to begin again.
   *
   * @param failed - Whether the fetch itself failed: so may that of whoever is next, and the others had better not wait for it.
   */
  abandoned(request: Request, failed: boolean): void {
    const { caching } = request;
    caching.recording?.abandon();
    caching.recording = null;
    if (caching.sharing === null || this.#shared.leave(caching.sharing, request)) return;
    this.#endSharing(request, failed ? 'unshareable' : 'given up');
  }

  #act(request: Request, decision: Decision): void {
    const { caching } = request;
    switch (decision.kind) {
      case 'hit':
        this.#give(request, decision.response, caching.offline ? CacheUse.OFFLINE : CacheUse.HIT);
        break;
      case 'not cached':
        this.#refuse(request);
        break;
      case 'validate':
        caching.validating = decision.response;
        caching.conditions = decision.conditions;
        this.#fetch(request);
        break;
      case 'miss':
        this.#fetch(request);
        break;
      case 'bypass':
        this.#unpark(request);
        break;
    }
  }

  /** Fetches, unless another request does so already. */
  #fetch(request: Request): void {
    const { caching } = request;
    const { asked } = caching;
    const part = asked === null ? 'alone' : this.#shared.enter(asked, request, !request.streaming);
    if (part !== 'alone') caching.sharing = request.hop.url;
    if (part !== 'wait') this.#unpark(request);
  }

  #unpark(request: Request): void {
    const { parked, from } = request.caching;
    request.caching.parked = null;
    this.#home.queue(request, parked === 'head', from);
  }

  /** The leader of a shared fetch ends: the others look again. */
  #endSharing(request: Request, outcome: FetchOutcome): void {
    const { sharing } = request.caching;
    if (sharing === null) return;
    request.caching.sharing = null;
    for (const other of this.#shared.end(sharing, outcome)) {
      other.caching.sharing = null;
      if (!other.over) this.begin(other, other.caching.parked === 'head');
    }
  }

  #give(request: Request, response: StoredResponse, use: CacheUse): void {
    const noBody = request.hop.method === 'HEAD';
    const deliver = (body: StoredBody | null): void => {
      if (request.over) return;
      if (body !== null) this.#deliver(request, response, body, use);
      else if (request.caching.offline) this.#refuse(request);
      // It is gone: then this is a miss.
      else this.#unpark(request);
    };
    if (noBody) deliver('');
    else this.cache?.read(response, deliver);
  }

  #deliver(request: Request, response: StoredResponse, body: StoredBody, use: CacheUse): void {
    const { caching } = request;
    caching.parked = null;
    const fields = presentedFields(response, Date.now());
    // What the origin took to say that it still holds was measured on the way.
    if (use !== CacheUse.REVALIDATED) request.mark(Slot.QUEUE_TIME, request.home.now());
    request.note(Slot.CACHE_USE, use);
    request.response = { status: response.status, headers: linesOf(fields) };
    request.hops?.cached(request.hop, response.status, request.response.headers.split('\r\n').slice(0, -1));
    request.phase = 'body';
    const location = isRedirect(response.status) ? combined(fields, 'location') : null;
    if (location !== null && request.settings.options.maxRedirects > 0) {
      this.#home.redirected(request, response.status, location);
      return;
    }
    if (use === CacheUse.HIT) request.repeatableUntil = this.#repeatableUntil(request, response);
    request.note(Slot.EXPECTED, body.length);
    const sink = openBody(this.#home.end, request, combined(fields, 'content-encoding'), body.length);
    if (request.over) {
      sink.abort();
      return;
    }
    request.sink = sink;
    if (typeof body === 'string' && sink instanceof BufferedBody) {
      request.received(body.length);
      request.grew(body.length);
      request.phase = 'decode';
      request.delivered(body);
      return;
    }
    const delivery = new CachedDelivery(request, sink, bytesOf(body));
    request.carrier = delivery;
    delivery.resume();
  }

  /** Until when the caller may give this answer itself; 0 when it depends on more than the caller can compare. */
  #repeatableUntil({ caching, redirects, hops }: Request, response: StoredResponse): number {
    const { asked, jar } = caching;
    if (asked === null || jar !== null || redirects > 0 || hops !== null) return 0;
    return repeatableUntil(asked, response);
  }

  #refuse(request: Request): void {
    const { caching } = request;
    caching.parked = null;
    request.phase = 'offline';
    // RFC 9111 section 5.2.1.7.
    request.response = { status: 504, headers: '' };
    if (caching.offline) request.note(Slot.CACHE_USE, CacheUse.OFFLINE);
    request.fail(notCachedMishap(caching.offline));
  }

  #describe(request: Request): CacheRequest {
    const { caching, hop } = request;
    const { method, url } = hop;
    const verified = request.verifies || url.startsWith('http:');
    const accepting = request.decodes ? defaultAcceptEncoding(hop.headers) : '';
    const view = this.#views.of(hop.headers, caching.jar?.name ?? null, verified, accepting);
    if (caching.jar === null) return { method, url, scope: view.scope, fields: view.fields };
    return { method, url, scope: view.scope, fields: readFields(this.#withCookies(request) + accepting) };
  }

  #withCookies({ caching, hop }: Request): string {
    const { jar } = caching;
    return jar === null ? hop.headers : withCookie(hop.headers, jar.cookies.header(hop.url, Date.now()));
  }

  #takeCookies({ caching, hop }: Request, { names, values }: FieldList): void {
    const fields = values.filter((_, index) => names[index]?.toLowerCase() === 'set-cookie');
    caching.jar?.cookies.receive(hop.url, fields, Date.now());
  }
}

function receivedHead({ caching }: Request, status: number, { names, values }: FieldList): ReceivedHead {
  return { status, names, values, requestTime: caching.sentAt, responseTime: Date.now() };
}

/** Fields as COMPLETED has them. */
function linesOf({ names, values }: FieldList): string {
  let text = '';
  for (let i = 0; i < names.length; i++) text += `${names[i]!}: ${values[i]!}\r\n`;
  return text;
}
