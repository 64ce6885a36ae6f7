/** How long a request took, step by step: what its slot says, as programs get it. */
import { Slot } from './request-protocol.js';

/**
 * Milliseconds for each step of one hop. `null` for what did not happen: a reused connection has no `resolve`, `connect` and
 * `tls`.
 */
export interface HTTPStepTimings {
  /** Waiting for its turn and for a connection. */
  readonly queue: number | null;
  /** Resolving the host's name. */
  readonly resolve: number | null;
  /** Connecting to the host, or to the proxy. */
  readonly connect: number | null;
  /** The TLS handshake. */
  readonly tls: number | null;
  /** Sending the request. */
  readonly send: number | null;
  /** From the request's last byte to the response's first. */
  readonly firstByte: number | null;
  /** From the response's first byte to its last. */
  readonly body: number | null;
}

/** Milliseconds for each step of a completed request, of its last hop when it was redirected. */
export interface HTTPRequestTimings extends HTTPStepTimings {
  /** From sending to completion, all hops together. */
  readonly total: number;
  /** How many redirects were followed. */
  readonly redirects: number;
}

/** The steps as they stand in a slot. @param read - Gives a number of it. */
export function readSteps(read: (field: number) => number): HTTPStepTimings {
  const step = (field: number): number | null => {
    const time = read(field);
    return Number.isNaN(time) ? null : time;
  };
  return {
    queue: step(Slot.QUEUE_TIME),
    resolve: step(Slot.RESOLVE_TIME),
    connect: step(Slot.CONNECT_TIME),
    tls: step(Slot.TLS_TIME),
    send: step(Slot.SEND_TIME),
    firstByte: step(Slot.FIRST_BYTE_TIME),
    body: step(Slot.BODY_TIME),
  };
}
