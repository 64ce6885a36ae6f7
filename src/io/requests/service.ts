/** The request service of the I/O thread: its instances share one set of deadlines. */
import type { ServiceEnd } from '../../link/index.js';
import { Deadlines, type Clock } from '../../requests/deadlines.js';
import { RequestService } from '../../requests/request-service.js';
import { Instance } from './instance.js';
import { systemClock } from './system-clock.js';

export function openRequestService(end: ServiceEnd, clock: Clock = systemClock): RequestService {
  const deadlines = new Deadlines(clock);
  return new RequestService((id, options) => new Instance(id, options, end, deadlines));
}
