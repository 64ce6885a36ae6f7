/**
 * Requests through HTTPClient: a client for each, polled once a frame, its status followed step by step.
 */
import { errorName, GodotError, HTTPClient, Method, Status } from 'tickwire';
import { addressParts, type AddressParts } from '../request/address.js';
import { httpClientRequest } from '../request/http-client-request.js';
import type { Run, StepKind } from './run.js';
import type { Clock, Runner } from './runner.js';
import type { WarningDesk } from './warning-desk.js';

interface Lane {
  readonly run: Run;
  readonly client: HTTPClient;
  readonly parts: AddressParts;
  asked: boolean;
}

const kinds: Readonly<Record<Status, StepKind>> = {
  [Status.STATUS_DISCONNECTED]: 'end',
  [Status.STATUS_RESOLVING]: 'connect',
  [Status.STATUS_CANT_RESOLVE]: 'end',
  [Status.STATUS_CONNECTING]: 'connect',
  [Status.STATUS_CANT_CONNECT]: 'end',
  [Status.STATUS_CONNECTED]: 'connect',
  [Status.STATUS_REQUESTING]: 'wait',
  [Status.STATUS_BODY]: 'body',
  [Status.STATUS_CONNECTION_ERROR]: 'end',
  [Status.STATUS_TLS_HANDSHAKE_ERROR]: 'end',
};

const names = new Map(Object.entries(Status).map(([name, status]) => [status, name.slice('STATUS_'.length)]));

export class HttpClientRunner implements Runner {
  readonly #lanes = new Map<Run, Lane>();
  readonly #warnings: WarningDesk;
  readonly #now: Clock;

  constructor(warnings: WarningDesk, now: Clock) {
    this.#warnings = warnings;
    this.#now = now;
  }

  start(run: Run): void {
    const lane: Lane = { run, client: new HTTPClient(), parts: addressParts(run.draft.url), asked: false };
    this.#lanes.set(run, lane);
    if (lane.parts.credentials) run.notice('HTTPClient sends no user and password of an address: set Authorization.');
    this.#warnings.during(run, () => {
      lane.client.read_chunk_size = run.draft.chunkSize;
      const error = lane.client.connect_to_host(lane.parts.host, lane.parts.port);
      this.#follow(lane);
      if (error !== GodotError.OK) this.#refused(lane, 'connect_to_host', error);
    });
  }

  advance(deadline: number): void {
    for (const lane of [...this.#lanes.values()]) {
      this.#warnings.during(lane.run, () => {
        this.#step(lane, deadline);
      });
    }
  }

  cancel(run: Run): void {
    const lane = this.#lanes.get(run);
    if (lane === undefined) return;
    lane.client.close();
    this.#follow(lane);
    this.#end(lane, 'cancelled', null);
  }

  #step(lane: Lane, deadline: number): void {
    const { client, run } = lane;
    client.poll();
    const answered = client.has_response() && run.status === 0;
    if (answered) run.answer(client.get_response_code(), client.get_response_headers());
    this.#follow(lane);
    if (client.get_status() === HTTPClient.STATUS_CONNECTED && !lane.asked) this.#ask(lane);
    while (client.get_status() === HTTPClient.STATUS_BODY) {
      const chunk = client.read_response_body_chunk();
      if (chunk.length > 0) run.receive(chunk);
      this.#follow(lane);
      if (chunk.length === 0 || this.#now() >= deadline) break;
    }
    this.#settle(lane);
  }

  #ask(lane: Lane): void {
    const { method, target, headers, body } = httpClientRequest(lane.run.draft, lane.client);
    const number = Method[`METHOD_${method}` as Exclude<keyof typeof Method, 'METHOD_MAX'>];
    lane.asked = true;
    const error = lane.client.request(number, target, headers, body);
    this.#follow(lane);
    if (error !== GodotError.OK) this.#refused(lane, 'request', error);
  }

  #follow({ client, run, asked }: Lane): void {
    const status = client.get_status();
    const reused = status === HTTPClient.STATUS_CONNECTED && asked && run.status !== 0;
    run.enter(reused ? 'end' : kinds[status], names.get(status) ?? String(status), this.#now());
  }

  #settle(lane: Lane): void {
    const { client, run } = lane;
    const status = client.get_status();
    if (run.state !== 'running') return;
    if (kinds[status] !== 'end' && !(status === HTTPClient.STATUS_CONNECTED && client.has_response())) return;
    if (status === HTTPClient.STATUS_CONNECTED || status === HTTPClient.STATUS_DISCONNECTED) {
      this.#end(lane, 'succeeded', null);
    } else {
      const reason = run.notices.at(-1);
      this.#end(lane, 'failed', reason ?? `The request ended in STATUS_${names.get(status) ?? status}.`);
    }
  }

  #refused(lane: Lane, call: string, error: GodotError): void {
    const reason = lane.run.notices.at(-1);
    lane.client.close();
    this.#follow(lane);
    this.#end(lane, 'failed', reason ?? `${call} returned ${errorName(error)}.`);
  }

  #end(lane: Lane, state: 'succeeded' | 'failed' | 'cancelled', failure: string | null): void {
    this.#lanes.delete(lane.run);
    lane.run.end(state, this.#now(), failure);
    lane.client.close();
  }
}
