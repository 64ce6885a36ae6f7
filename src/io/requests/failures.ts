/**
 * Why a request failed, as its caller gets to know it: a code, the phase, and a sentence to act on.
 *
 * What can go wrong with sockets and with what comes over them is turned into words here; the rest in requests/mishaps.ts.
 */
import type { HttpFault } from '../../http1/index.js';
import type { Failure, RequestPhase } from '../../link/index.js';
import type { Mishap } from '../../requests/mishaps.js';
import type { DialStage } from '../dial.js';
import { isCertificateCode } from '../tls-failure.js';

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
