/**
 * An HTTPClient's connection in a browser: one `fetch` for its one request. Connecting is a show, one step a poll, as in
 * Godot: the browser connects when it is asked for something.
 *
 * Head and body arrive while the program yields; here they wait until they are polled for and read.
 */
import type { Connection, ConnectingStatus, ConnectionFault, RequestArguments } from '../../godot/connection.js';
import type { Fault } from '../../godot/fault.js';
import { Status } from '../../godot/http-client-constants.js';
import { Progress } from '../../godot/progress.js';
import { noResponse, type ReceivedResponse } from '../../godot/received-response.js';
import { warn } from '../../log.js';
import { Fetching, type FetchingOutcome } from '../fetching.js';
import { isOnline } from '../page.js';
import { explainRefusedFetch } from '../refused-fetch.js';
import { BusyPolling } from './busy-polling.js';
import { prepareFetch, type FetchRequest } from './fetch-request.js';
import { receivedResponse } from './response-view.js';
import { UnreadBody } from './unread-body.js';

const busy =
  'the program polls without a pause, and a page gets no answer until it returns to the browser: poll once a frame ' +
  '(requestAnimationFrame), or await something between polls';

export class FetchConnection implements Connection, FetchingOutcome {
  readonly peer = null;
  readonly staysOpen = false;
  readonly #origin: string;
  readonly #fetching = new Fetching(this);
  readonly #body = new UnreadBody();
  readonly #polling = new BusyPolling();
  #stage: ConnectingStatus;
  #news = false;
  #request: FetchRequest | null = null;
  #response: ReceivedResponse = noResponse;
  #headTold = false;
  #ended = false;
  #fault: ConnectionFault | null = null;

  /**
   * @param origin - Scheme, host and port.
   * @param stage - Where the show begins.
   */
  constructor(origin: string, stage: ConnectingStatus) {
    this.#origin = origin;
    this.#stage = stage;
  }

  look(): boolean {
    if (this.#stage !== Status.STATUS_CONNECTED) return true;
    const news = this.#news;
    this.#news = false;
    if (!news) this.#notePoll();
    return news;
  }

  connecting(): ConnectingStatus {
    this.#stage = this.#stage === Status.STATUS_RESOLVING ? Status.STATUS_CONNECTING : Status.STATUS_CONNECTED;
    return this.#stage;
  }

  idleFault(): null {
    return null;
  }

  urlOf(_method: string, target: string): string {
    return this.#origin + target;
  }

  prepare(asked: RequestArguments): FetchRequest | Fault {
    return prepareFetch(asked, this.#origin);
  }

  send(request: FetchRequest, body: Uint8Array): void {
    this.#request = request;
    this.#fetching.begin(request, body.length === 0 ? null : unshared(body));
  }

  advance(): Progress {
    if (this.#response === noResponse) return this.#fault === null ? Progress.WAITING : Progress.FAULT;
    if (!this.#headTold) {
      this.#headTold = true;
      return Progress.HEAD;
    }
    if (this.#body.length > 0) return Progress.BODY;
    if (this.#fault !== null) return Progress.FAULT;
    return this.#ended || this.#response.body === 'none' ? Progress.END : Progress.WAITING;
  }

  get response(): ReceivedResponse {
    return this.#response;
  }

  take(limit: number, _whole: boolean, into: Uint8Array | null): Uint8Array {
    const bytes = this.#body.take(limit, into);
    if (bytes.length === 0) this.#notePoll();
    else if (this.#body.hasRoom) this.#fetching.readOn();
    return bytes;
  }

  wait(): boolean {
    return false;
  }

  get fault(): ConnectionFault | null {
    return this.#fault;
  }

  release(): void {
    this.#fetching.stop();
  }

  // What the fetch tells.

  answered(response: Response): void {
    this.#news = true;
    this.#response = receivedResponse(this.#request!.method, response);
  }

  received(bytes: Uint8Array): boolean {
    this.#news = true;
    this.#body.push(bytes);
    return this.#body.hasRoom;
  }

  ended(): void {
    this.#news = true;
    this.#ended = true;
  }

  refused(): void {
    const { method } = this.#request!;
    this.#fail(`${method} ${this.#origin}: ${explainRefusedFetch(this.#request!).what}`);
  }

  brokeOff(): void {
    const cause = isOnline() ? 'browsers do not tell pages why' : 'the browser is offline';
    this.#fail(`the response of ${this.#origin} broke off before it was complete; ${cause}`);
  }

  #fail(message: string): void {
    this.#news = true;
    this.#fault = { message, code: this.#response === noResponse ? 'CONNECTION_LOST' : 'TRUNCATED' };
  }

  #notePoll(): void {
    const waiting = this.#request !== null && !this.#ended && this.#fault === null;
    if (waiting && this.#polling.count()) warn('HTTPClient.poll', busy);
  }
}

/** `fetch` copies a body before it returns, but takes none in shared memory. */
function unshared(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return body.buffer instanceof ArrayBuffer ? (body as Uint8Array<ArrayBuffer>) : new Uint8Array(body);
}
