/**
 * What tracing tools are told about each request: the channels' names and the shapes of their messages. For both
 * interfaces, and part of the public interface (docs/observability.md).
 *
 * Plain data. Who publishes, and when, is RequestTrace's.
 */
import type { HTTPRequestTimings, RequestErrorCode, RequestPhase } from '../link/index.js';

/** A request: the same object in all its messages, so that a tool may keep what it knows about it in a `WeakMap`. */
export interface TracedRequest {
  /** Which interface it was sent with. */
  readonly interface: 'godot' | 'steam';
  /** Counts up from 1 over both interfaces: no other request of this thread has it. */
  readonly id: number;
  /** The handle of the Steam interface; `null` for one of HTTPClient. */
  readonly handle: number | null;
  /** As on the wire. */
  readonly method: string;
  /**
   * Absolute, with the query, without `user:password@` and fragment. With CONNECT it is `host:port`. With an HTTPClient
   * on a `StreamPeer` of a program's own, whose host nobody knows, it may be a path.
   */
  readonly url: string;
  /** Bytes of the request's body. */
  readonly bodySize: number;
  /** When it was handed over: milliseconds on the clock of `performance.now()`. */
  readonly startTime: number;
}

/** `tickwire:request:created`: a request was accepted, and nothing of it was sent yet. */
export interface RequestCreatedMessage {
  /** Which request. */
  readonly request: TracedRequest;
  /**
   * Adds a field to the request, such as `traceparent`, in place of one of that name. Only while the message is published.
   *
   * @returns False, and nothing is changed, for a field that the interface does not let programs set, for a name or a
   *   value that would break the request, and once the subscriber has returned.
   */
  readonly addHeader: (name: string, value: string) => boolean;
}

/** `tickwire:request:headers`: the head of the final response has come. */
export interface RequestHeadersMessage {
  /** Which request. */
  readonly request: TracedRequest;
  /** The number from the wire. */
  readonly status: number;
  /** `Name: value` each, as they came, repeated ones apart. */
  readonly headers: readonly string[];
  /** Where the response comes from, after redirects; in the form of {@link TracedRequest.url}. */
  readonly url: string;
}

/** `tickwire:request:completed`: the whole response has come, whatever its status. */
export interface RequestCompletedMessage {
  /** Which request. */
  readonly request: TracedRequest;
  /** The number from the wire. */
  readonly status: number;
  /** Bytes of the body, decoded where the interface decodes. */
  readonly bodySize: number;
  /** How long each step took, as far as that is known. */
  readonly timings: HTTPRequestTimings | null;
}

/** Why a traced request did not complete. */
export interface TracedFailure {
  /** One of the codes of `Steam.getHTTPRequestError`, or `CANCELLED`: the program let go of the request. */
  readonly code: RequestErrorCode | 'CANCELLED';
  /** Where in its life it failed; `null` when it was cancelled. */
  readonly phase: RequestPhase | null;
  /** A sentence for people. */
  readonly message: string;
  /** The system's or OpenSSL's code, where there is one. */
  readonly cause?: string;
}

/** `tickwire:request:failed`: the request is over and no whole response came. */
export interface RequestFailedMessage {
  /** Which request. */
  readonly request: TracedRequest;
  /** That of the response, if its head had come; else 0. */
  readonly status: number;
  /** Bytes of the body that the program got. */
  readonly bodySize: number;
  /** How long each step took, as far as that is known. */
  readonly timings: HTTPRequestTimings | null;
  /** Why. */
  readonly error: TracedFailure;
}

/** The message of each channel, by the channel's name. */
export interface RequestMessages {
  /** A request was accepted. */
  readonly 'tickwire:request:created': RequestCreatedMessage;
  /** The head of its response has come. */
  readonly 'tickwire:request:headers': RequestHeadersMessage;
  /** The whole response has come. */
  readonly 'tickwire:request:completed': RequestCompletedMessage;
  /** No whole response came. */
  readonly 'tickwire:request:failed': RequestFailedMessage;
}

/** The name of a channel. */
export type RequestChannelName = keyof RequestMessages;
