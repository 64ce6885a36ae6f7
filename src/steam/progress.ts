/** How far a request is, at the moment of asking: read from its slot, without any message. */
import { Slot } from '../link/index.js';
import { RequestState, type HttpRequest } from './http-request.js';

/** Per cent of the response's body, by wire bytes; 0 while its length is not known. */
export function downloadProgress(request: HttpRequest): number {
  // A HEAD's Content-Length speaks of a body that does not come.
  if (request.method === 'HEAD') return 0;
  const expected = request.figure(Slot.EXPECTED);
  if (!(expected >= 0)) return 0;
  if (request.state === RequestState.COMPLETED && request.failure === null) return 100;
  return percent(request.figure(Slot.RECEIVED), expected);
}

/** Per cent of the request's body; 0 when it has none. */
export function uploadProgress(request: HttpRequest): number {
  return percent(request.figure(Slot.SENT), request.uploadSize);
}

/** Decoded bytes that have arrived. */
export function decodedSize(request: HttpRequest): number {
  return request.figure(Slot.DECODED) || 0;
}

function percent(part: number, whole: number): number {
  return whole > 0 && part > 0 ? Math.min(100, (part / whole) * 100) : 0;
}
