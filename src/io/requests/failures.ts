/**
 * Why a request failed, as its caller gets to know it: a code, the phase, and a sentence to act on.
 *
 * Everything that can go wrong is turned into words here, and nowhere else.
 */
import type { HttpFault } from '../../http1/index.js';
import type { Failure, RequestErrorCode, RequestFailure, RequestPhase } from '../../link/index.js';
import type { DialStage } from '../dial.js';
import { isCertificateCode } from '../tls-failure.js';

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

const hints: Readonly<Record<string, string>> = {
  ENOTFOUND: 'check the name, and whether this machine is online',
  EAI_AGAIN: 'the name service does not answer; is this machine online?',
  ECONNREFUSED: 'is the server running, and the port right?',
  ETIMEDOUT: 'is the address right, and does a firewall let this through?',
  EHOSTUNREACH: 'is this machine online?',
  ENETUNREACH: 'is this machine online?',
};

/** A connection that could not be made. */
export function dialMishap(stage: DialStage, { code, message }: Failure, throughProxy: boolean): Mishap {
  const hint = hints[code];
  const what = hint === undefined ? message : `${message}; ${hint}`;
  if (stage === 'tls') {
    // The reasons are written for those who pass TLSOptions; here the trust store is an option of the instance.
    const reason = message.replaceAll('TLSOptions.client(chain)', 'the option trustedCA');
    return {
      code: isCertificateCode(code) ? 'CERTIFICATE_REJECTED' : 'TLS_FAILED',
      phase: 'tls',
      what: reason,
      cause: code,
    };
  }
  if (stage === 'proxy') return { code: 'PROXY_FAILED', phase: 'proxy', what, cause: code };
  if (throughProxy)
    return { code: 'PROXY_FAILED', phase: 'proxy', what: `the proxy cannot be reached: ${what}`, cause: code };
  return { code: stage === 'resolve' ? 'RESOLVE_FAILED' : 'CONNECT_FAILED', phase: stage, what, cause: code };
}

/** A proxy that cannot be used at all. */
export function proxyMishap(problem: string): Mishap {
  return { code: 'PROXY_FAILED', phase: 'proxy', what: problem };
}

/** A connection that broke, or was closed before anything came back. */
export function lossMishap(phase: RequestPhase, place: string, error: NodeJS.ErrnoException | null): Mishap {
  const when =
    phase === 'send'
      ? 'while the request was sent'
      : phase === 'body'
        ? 'in the middle of the body'
        : 'before it answered';
  const tail =
    phase === 'body' ? 'what came is incomplete; ask again' : 'it may be overloaded or restarting; ask again';
  if (error === null)
    return { code: 'CONNECTION_LOST', phase, what: `${place} closed the connection ${when}; ${tail}` };
  const cause = error.code ?? 'EIO';
  return {
    code: 'CONNECTION_LOST',
    phase,
    what: `the connection to ${place} broke ${when} (${cause}); ${tail}`,
    cause,
  };
}

/** A response that breaks the rules or ends early. */
export function faultMishap(fault: HttpFault, headCame: boolean, place: string): Mishap {
  const phase = headCame ? 'body' : 'first byte';
  const sentence = `${fault.message.slice(0, 1).toLowerCase()}${fault.message.slice(1)}`;
  if (fault.code === 'TRUNCATED_BODY' || fault.code === 'TRUNCATED_HEAD') {
    return { code: 'TRUNCATED', phase, what: `${sentence}; ask again`, cause: fault.code };
  }
  return { code: 'BAD_RESPONSE', phase, what: `${place} breaks the rules of HTTP: ${sentence}`, cause: fault.code };
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

/** @param codings - As the response named them. */
export function decodeMishap(codings: string, error: NodeJS.ErrnoException): Mishap {
  const what = `the body is not the valid ${codings} data it says it is (${error.message}); the server or something between is at fault`;
  return error.code === undefined
    ? { code: 'DECODE_FAILED', phase: 'decode', what }
    : { code: 'DECODE_FAILED', phase: 'decode', what, cause: error.code };
}

export function tooManyRedirectsMishap(limit: number, location: string): Mishap {
  const what = `redirected more than ${limit} times, at last to ${location}; it may go in circles, else raise maxRedirects`;
  return { code: 'TOO_MANY_REDIRECTS', phase: 'redirect', what };
}

export function badRedirectMishap(problem: string): Mishap {
  return { code: 'BAD_REDIRECT', phase: 'redirect', what: `the server redirects, but ${problem}` };
}
