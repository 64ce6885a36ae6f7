/**
 * What can go wrong with a transfer, in words: what happened, and what to try.
 *
 * A table from the statuses of HTTPClient, so that each has exactly one sentence.
 */
import { HTTPClient } from '../../godot/index.js';
import type { TransferRequest } from './transfer.js';

/** One failure. */
export interface Failure {
  /** What happened: the rest of a sentence that begins with the request. */
  readonly what: string;
  /** What to try, as half a sentence, or empty. */
  readonly remedy: string;
}

/** The failure that each status of HTTPClient means, for the statuses that mean one while an answer is awaited. */
export const clientFailures: ReadonlyMap<number, Failure> = new Map([
  [
    HTTPClient.STATUS_DISCONNECTED,
    { what: 'the connection was closed before an answer came', remedy: 'try again; the server may be restarting' },
  ],
  [
    HTTPClient.STATUS_CANT_RESOLVE,
    { what: 'the host name cannot be resolved', remedy: 'check its spelling and the network connection' },
  ],
  [
    HTTPClient.STATUS_CANT_CONNECT,
    { what: 'the connection cannot be made', remedy: 'check that the server is running and the port is right' },
  ],
  [
    HTTPClient.STATUS_CONNECTION_ERROR,
    { what: 'the connection broke before the answer was complete', remedy: 'try again; the server may be restarting' },
  ],
  [
    HTTPClient.STATUS_TLS_HANDSHAKE_ERROR,
    { what: 'the TLS handshake failed', remedy: 'check that the port speaks https and its certificate is valid' },
  ],
]);

/**
 * One line about a failure: what was asked, what happened, what to try.
 *
 * @param warnings - What the library warned of meanwhile, which says more precisely what happened.
 */
export function failureLine(request: TransferRequest, failure: Failure, warnings: readonly string[]): string {
  const happened = [failure.what, ...warnings].join(': ');
  const remedy = failure.remedy === '' ? '' : ` To try: ${failure.remedy}.`;
  return `${request.method} ${request.url.href} failed: ${happened}.${remedy}`;
}
