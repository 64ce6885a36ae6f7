/** How long a request took, step by step: read from its slot when somebody asks. */
import { readSteps, Slot, type HTTPRequestTimings } from '../link/index.js';
import type { HttpRequest } from './http-request.js';

/** The timings of a completed request; null when nobody took them, because the I/O thread died. */
export function readTimings(request: HttpRequest): HTTPRequestTimings | null {
  if (request.failure?.code === 'IO_THREAD_FAILED') return null;
  const read = (field: number): number => request.figure(field);
  const total = read(Slot.TOTAL_TIME);
  if (Number.isNaN(total)) return null;
  return { ...readSteps(read), total, redirects: read(Slot.REDIRECTS) };
}
