/**
 * What is published about one request: created, then at most one headers, then exactly one completed or failed.
 *
 * It makes messages and keeps their order. It knows neither interface, and exists only for requests that somebody
 * listened to when they were sent.
 */
import { isFieldValue, isToken } from '../http1/index.js';
import type { HTTPRequestTimings } from '../link/index.js';
import type { RequestChannelName, RequestMessages, TracedFailure, TracedRequest } from './messages.js';

/** Where messages go: the part of a `diagnostics_channel.Channel` that is used. */
export interface MessageChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

export type MessageChannels = Readonly<Record<RequestChannelName, MessageChannel>>;

/** What an interface tells of a request that it is about to send. */
export type RequestFacts = Omit<TracedRequest, 'id' | 'startTime'>;

/** What the library decides about a message and its connection is not a tool's to change. */
const refusedFields: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
  'user-agent',
]);

let lastId = 0;

export class RequestTrace {
  readonly #channels: MessageChannels;
  readonly #request: TracedRequest;
  #headersTold = false;
  #over = false;

  constructor(channels: MessageChannels, facts: RequestFacts) {
    this.#channels = channels;
    this.#request = { ...facts, id: ++lastId, startTime: performance.now() };
  }

  /** When the request was handed over, in milliseconds. */
  get startTime(): number {
    return this.#request.startTime;
  }

  /** @param setHeader - Puts a field that is known to be legal into the request. */
  created(setHeader: (name: string, value: string) => void): void {
    let open = true;
    const addHeader = (name: string, value: string): boolean => {
      if (!open || !isToken(name) || refusedFields.has(name.toLowerCase()) || !isFieldValue(value)) return false;
      setHeader(name, value);
      return true;
    };
    this.#publish('tickwire:request:created', () => ({ request: this.#request, addHeader }));
    open = false;
  }

  /** @param headers - Gives the fields, should anybody want them. */
  headers(status: number, headers: () => readonly string[], url = this.#request.url): void {
    if (this.#over || this.#headersTold) return;
    this.#headersTold = true;
    this.#publish('tickwire:request:headers', () => ({ request: this.#request, status, headers: headers(), url }));
  }

  completed(status: number, bodySize: number, timings: HTTPRequestTimings | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#publish('tickwire:request:completed', () => ({ request: this.#request, status, bodySize, timings }));
  }

  failed(status: number, bodySize: number, timings: HTTPRequestTimings | null, error: TracedFailure): void {
    if (this.#over) return;
    this.#over = true;
    this.#publish('tickwire:request:failed', () => ({ request: this.#request, status, bodySize, timings, error }));
  }

  /** The program let go of the request before it was over. */
  cancelled(status: number, bodySize: number): void {
    const { method, url } = this.#request;
    const message = `${method} ${url}: the program let go of the request before it was over`;
    this.failed(status, bodySize, null, { code: 'CANCELLED', phase: null, message });
  }

  #publish<Name extends RequestChannelName>(name: Name, message: () => RequestMessages[Name]): void {
    const channel = this.#channels[name];
    if (channel.hasSubscribers) channel.publish(message());
  }
}
