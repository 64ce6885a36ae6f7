/** The request service of a page: its instances share one set of deadlines, and what the browser measured. */
import { Deadlines, type Clock } from '../../requests/deadlines.js';
import { RequestService } from '../../requests/request-service.js';
import { pageClock } from './page-clock.js';
import { PageInstance } from './page-instance.js';
import type { PageOutlet } from './page-link.js';
import { ResourceTiming } from './resource-timing.js';

export function openPageRequestService(end: PageOutlet, clock: Clock = pageClock): RequestService {
  const deadlines = new Deadlines(clock);
  const timing = new ResourceTiming();
  return new RequestService((id, options) => new PageInstance(id, options, end, deadlines, timing));
}
