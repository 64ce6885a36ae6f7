/**
 * Why a request failed, as its caller gets to know it: a code, the phase, and a sentence to act on. Here are the failures
 * that can happen to a request whatever carries it.
 */
import type { RequestErrorCode, RequestFailure, RequestPhase } from '../link/index.js';

/** A failure before it is known which request it is the failure of. */
export interface Mishap {
  readonly code: RequestErrorCode;
  readonly phase: RequestPhase;
  /** What happened, then what to do, as the end of a sentence. */
  readonly what: string;
  readonly cause?: string;
}

/** The sentence of a request: `GET http://host/path: what happened; what to do`. The url has no credentials in it. */
export function failureOf(method: string, url: string, { code, phase, what, cause }: Mishap): RequestFailure {
  const message = `${method} ${url}: ${what}`;
  return cause === undefined ? { code, phase, message } : { code, phase, message, cause };
}

/** A limit in time that was reached. */
export function timeoutMishap(phase: RequestPhase, kind: 'activity' | 'absolute', ms: number): Mishap {
  const what =
    kind === 'activity'
      ? `nothing was received or sent for ${ms / 1000} s (${during[phase]}); a longer network activity timeout waits longer`
      : `not complete within ${ms} ms (${during[phase]}); a longer absolute timeout waits longer`;
  return { code: 'TIMED_OUT', phase, what };
}

const during: Readonly<Record<RequestPhase, string>> = {
  queue: 'while it waited for a free connection',
  resolve: 'while the name was looked up',
  connect: 'while connecting',
  proxy: 'while the proxy opened a tunnel',
  tls: 'in the TLS handshake',
  send: 'while the request was sent',
  'first byte': 'while waiting for the answer',
  body: 'while the body came',
  decode: 'while the body was decoded',
  redirect: 'between redirects',
  offline: 'offline',
};

/** @param offline - Whether the program chose offline mode; else it asked for `only-if-cached` itself. */
export function notCachedMishap(offline: boolean): Mishap {
  const what = offline
    ? 'it is not in the cache, and the network is not used in offline mode; ask again online'
    : 'it is not in the cache, and Cache-Control: only-if-cached keeps it from the network; ask without it';
  return { code: 'NOT_CACHED', phase: 'offline', what };
}

export function tooLargeMishap(limit: number): Mishap {
  const what = `the body has more than the ${limit} bytes a buffered one may have; raise maxBodySize, or stream it`;
  return { code: 'BODY_TOO_LARGE', phase: 'body', what };
}
