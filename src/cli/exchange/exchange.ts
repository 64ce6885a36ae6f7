/**
 * The words of this folder: what is to be requested, and what became of it.
 *
 * Plain data. Fetchers produce it, everything that prints or draws reads it; nobody changes it.
 */

import type { HTTPRequestHop, HTTPRequestTimings, HTTPStepTimings } from '../../steam/index.js';

/** One header field, its name as it was written. */
export type HeaderField = readonly [name: string, value: string];

/** What goes along with a POST, PUT or PATCH. */
export interface RequestBody {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is to be requested. */
export interface RequestPlan {
  readonly method: string;
  /** Absolute; may hold `user:password@`. */
  readonly url: string;
  /** The caller's own fields, in order, without those that the library writes by itself. */
  readonly headers: readonly HeaderField[];
  readonly body: RequestBody | null;
  readonly verifyCertificate: boolean;
  /** Seconds without a byte after which it fails; 0 for no limit. */
  readonly idleTimeoutS: number;
  /** Milliseconds that it may take in all; 0 for no limit. */
  readonly totalTimeoutMs: number;
}

/** The head of a response. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  /** Where it came from, after redirects. */
  readonly url: string;
}

/** Why no whole response came. */
export interface ExchangeFailure {
  /** A stable word such as `CONNECT_FAILED`. */
  readonly code: string;
  /** Where in its life the request failed, such as `connect`. */
  readonly phase: string;
  /** A sentence for the user. */
  readonly message: string;
  /** The system's code, such as `ECONNREFUSED`. */
  readonly cause?: string;
}

/** A request and what became of it. */
export interface Exchange {
  readonly plan: RequestPlan;
  /** When it was sent: milliseconds since 1970, and milliseconds since the command began. */
  readonly sentAt: number;
  readonly sentAfterMs: number;
  /** Null when none came. */
  readonly head: ResponseHead | null;
  /** Decoded bytes of the body that were delivered. */
  readonly bodySize: number;
  /** Of the last hop; null also for what is not known. */
  readonly timings: HTTPRequestTimings;
  /** What went over the wire; empty where nobody wants to know it. */
  readonly hops: readonly HTTPRequestHop[];
  /** `miss`, `hit`, `revalidated` or `offline`; null where there is no cache. */
  readonly cacheStatus: string | null;
  /** Null when a whole response came, whatever its status. */
  readonly failure: ExchangeFailure | null;
}

/** What hears of a response while it arrives. */
export interface ExchangeListener {
  head(head: ResponseHead): void;
  /** The next bytes of the body. They may be overwritten after the call. */
  body(bytes: Uint8Array): void;
}

/** The value of a field by its name in any case, repeated ones joined, or null. */
export function fieldValue(fields: readonly HeaderField[], name: string): string | null {
  const wanted = name.toLowerCase();
  const values = fields.filter(([other]) => other.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

/** The url without `user:password@`, for showing it. */
export function shownUrl(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

/** The steps of a request of which none is known. */
export const noSteps: HTTPStepTimings = {
  queue: null,
  resolve: null,
  connect: null,
  tls: null,
  send: null,
  firstByte: null,
  body: null,
};
