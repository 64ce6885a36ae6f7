/**
 * Requests through Steam's interface: handles, and signals that fire once a frame in `run_callbacks`.
 */
import { HTTPMethod, SteamHTTP } from 'tickwire';
import type { RequestDraft } from '../request/draft.js';
import type { Run } from './run.js';
import type { Clock, Runner } from './runner.js';
import { steamSteps, type SteamMoments } from './steam-steps.js';
import type { WarningDesk } from './warning-desk.js';

interface Sent {
  readonly run: Run;
  readonly handle: number;
  moments: SteamMoments;
}

export class SteamRunner implements Runner {
  readonly #steam = new SteamHTTP();
  readonly #sent = new Map<number, Sent>();
  readonly #warnings: WarningDesk;
  readonly #now: Clock;

  constructor(warnings: WarningDesk, now: Clock) {
    this.#warnings = warnings;
    this.#now = now;
    this.#steam.http_request_headers_received.connect((handle) => {
      this.#withSent(handle, this.#headersReceived);
    });
    this.#steam.http_request_data_received.connect((handle, _context, offset, size) => {
      this.#withSent(handle, (sent) => {
        this.#dataReceived(sent, offset, size);
      });
    });
    this.#steam.http_request_completed.connect((handle, _context, success, status, size) => {
      this.#withSent(handle, (sent) => {
        this.#completed(sent, success, status, size);
      });
    });
  }

  start(run: Run): void {
    this.#warnings.during(run, () => {
      const handle = this.#prepare(run);
      if (handle !== 0) this.#send(run, handle);
    });
  }

  advance(deadline: number): void {
    this.#steam.run_callbacks(Math.max(0, deadline - this.#now()));
    for (const sent of this.#sent.values()) this.#watch(sent);
  }

  cancel(run: Run): void {
    const sent = [...this.#sent.values()].find((one) => one.run === run);
    if (sent === undefined) return;
    this.#finish(sent, 'cancelled', 'cancelled', null);
  }

  /** Makes the request; 0 when it cannot be, and then the run has ended. */
  #prepare(run: Run): number {
    const { draft } = run;
    const steam = this.#steam;
    const method = HTTPMethod[`HTTP_METHOD_${draft.method}` as keyof typeof HTTPMethod];
    const handle = steam.createHTTPRequest(method, draft.url);
    if (handle === 0) {
      run.end('failed', this.#now(), run.notices.at(-1) ?? 'createHTTPRequest returned 0: the address cannot be used.');
      return 0;
    }
    this.#setUp(run, handle);
    return handle;
  }

  #setUp(run: Run, handle: number): void {
    const { headers, parameters, body, bodyType, activityTimeout, absoluteTimeout } = run.draft;
    const steam = this.#steam;
    const set = (call: string, make: () => boolean): void => {
      const told = run.notices.length;
      // Where the library says why, that is enough.
      if (!make() && run.notices.length === told)
        run.notice(`Steam.${call} returned false: the request goes without it.`);
    };
    for (const { name, value } of headers) {
      set(`setHTTPRequestHeaderValue('${name}')`, () => steam.setHTTPRequestHeaderValue(handle, name, value));
    }
    for (const { name, value } of parameters) {
      const call = `setHTTPRequestGetOrPostParameter('${name}')`;
      set(call, () => steam.setHTTPRequestGetOrPostParameter(handle, name, value));
    }
    if (body !== '') set('setHTTPRequestRawPostBody', () => steam.setHTTPRequestRawPostBody(handle, bodyType, body));
    const idle = 'setHTTPRequestNetworkActivityTimeout';
    set(idle, () => steam.setHTTPRequestNetworkActivityTimeout(handle, activityTimeout));
    const deadline = 'setHTTPRequestAbsoluteTimeoutMS';
    set(deadline, () => steam.setHTTPRequestAbsoluteTimeoutMS(handle, absoluteTimeout));
  }

  #send(run: Run, handle: number): void {
    const steam = this.#steam;
    if (run.draft.streaming) steam.sendHTTPRequestAndStreamResponse(handle);
    else steam.sendHTTPRequest(handle);
    moveInQueue(steam, handle, run.draft.priority);
    const moments = { sent: run.began, headers: null, firstData: null, pieces: 0, completed: null };
    const sent: Sent = { run, handle, moments };
    this.#sent.set(handle, sent);
    this.#showSteps(sent);
  }

  #withSent(handle: number, then: (sent: Sent) => void): void {
    const sent = this.#sent.get(handle);
    if (sent === undefined) return;
    this.#warnings.during(sent.run, () => {
      then(sent);
    });
  }

  readonly #headersReceived = (sent: Sent): void => {
    sent.moments = { ...sent.moments, headers: this.#now() };
    this.#answer(sent);
    this.#showSteps(sent);
  };

  #dataReceived(sent: Sent, offset: number, size: number): void {
    const { moments, run, handle } = sent;
    run.receive(this.#steam.getHTTPStreamingResponseBodyData(handle, offset, size));
    sent.moments = { ...moments, firstData: moments.firstData ?? this.#now(), pieces: moments.pieces + 1 };
    this.#showSteps(sent);
  }

  #completed(sent: Sent, success: boolean, status: number, size: number): void {
    const { run, handle } = sent;
    if (status !== 0) this.#answer(sent);
    if (success && !run.draft.streaming) run.receive(this.#steam.getHTTPResponseBodyData(handle, size));
    const error = this.#steam.getHTTPRequestError(handle);
    if (success) this.#finish(sent, 'succeeded', 'completed', null);
    else this.#finish(sent, 'failed', 'completed', error?.message ?? 'The request failed.');
  }

  #answer({ run, handle }: Sent): void {
    run.answer(this.#steam.getHTTPResponseStatusCode(handle), this.#steam.getHTTPResponseHeaders(handle));
  }

  /** Shows how far a request is that is not streamed: it has no signals before its completion. */
  #watch({ run, handle }: Sent): void {
    if (!run.draft.streaming) run.arrived(this.#steam.getHTTPResponseBodySize(handle));
  }

  #finish(sent: Sent, state: 'succeeded' | 'failed' | 'cancelled', outcome: string, failure: string | null): void {
    const { run, handle } = sent;
    const now = this.#now();
    sent.moments = { ...sent.moments, completed: now };
    run.replaceSteps(steamSteps(sent.moments, this.#steam.getHTTPRequestTimings(handle), outcome));
    run.end(state, now, failure);
    this.#sent.delete(handle);
    this.#steam.releaseHTTPRequest(handle);
  }

  #showSteps({ run, moments }: Sent): void {
    run.replaceSteps(steamSteps(moments, null, ''));
  }
}

function moveInQueue(steam: SteamHTTP, handle: number, priority: RequestDraft['priority']): void {
  if (priority === 'first') steam.prioritizeHTTPRequest(handle);
  if (priority === 'last') steam.deferHTTPRequest(handle);
}
