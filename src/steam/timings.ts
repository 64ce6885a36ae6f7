/** How long a request took, step by step: read from its slot when somebody asks. */
import { Slot } from '../link/index.js';
import type { HttpRequest } from './http-request.js';

/**
 * Milliseconds for each step of a completed request, of its last hop when it was redirected. `null` for what did not
 * happen: a reused connection has no `resolve`, `connect` and `tls`.
 */
export interface HTTPRequestTimings {
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
  /** From sending to completion, all hops together. */
  readonly total: number;
  /** How many redirects were followed. */
  readonly redirects: number;
}

/** The timings of a completed request; null when nobody took them, because the I/O thread died. */
export function readTimings(request: HttpRequest): HTTPRequestTimings | null {
  const { channel, slot, handle } = request;
  if (channel === null || request.failure?.code === 'IO_THREAD_FAILED') return null;
  const read = (field: number): number => channel.slots.read(slot, handle, field);
  const step = (field: number): number | null => {
    const time = read(field);
    return Number.isNaN(time) ? null : time;
  };
  const total = read(Slot.TOTAL_TIME);
  if (Number.isNaN(total)) return null;
  return {
    queue: step(Slot.QUEUE_TIME),
    resolve: step(Slot.RESOLVE_TIME),
    connect: step(Slot.CONNECT_TIME),
    tls: step(Slot.TLS_TIME),
    send: step(Slot.SEND_TIME),
    firstByte: step(Slot.FIRST_BYTE_TIME),
    body: step(Slot.BODY_TIME),
    total,
    redirects: step(Slot.REDIRECTS) ?? 0,
  };
}
