/**
 * A run in words: for lists, for headings, and for those who hear the page. Pure.
 */
import { timeText } from '#src/cli/pictures/time-axis.js';
import { bytesText } from '#src/cli/quantity.js';
import { shortAddress } from '../request/address.js';
import { interfaceNames } from '../request/draft.js';
import type { Run } from './run.js';

/** How it stands, in a word: the status code, or what else there is to say. */
export function outcomeWord({ state, status }: Run): string {
  return state === 'succeeded' ? String(status) : state;
}

/** Method and address, as they stand in lists. */
export function runTitle({ draft }: Run, origin: string): string {
  return `${draft.method} ${shortAddress(draft.url, origin)}`;
}

/** The whole run in one line, such as `GET /samples/json with Steam: 200, 312 B in 23 ms`. */
export function runSentence(run: Run, origin: string): string {
  return `${runTitle(run, origin)} with ${interfaceNames[run.draft.interface]}: ${verdict(run)}`;
}

/** What has come of it. */
export function verdict(run: Run): string {
  if (run.ended === null) return run.received === 0 ? 'under way' : `${bytesText(run.received)} so far`;
  const time = timeText(run.ended - run.began);
  switch (run.state) {
    case 'succeeded':
      return `${run.status}, ${bytesText(run.received)} in ${time}`;
    case 'cancelled':
      return `cancelled after ${time}`;
    default:
      return run.status === 0 ? `failed after ${time}` : `failed after ${time}, with status ${run.status}`;
  }
}

/** How much of the body is there, 0 to 1; null while nobody knows how much there will be. */
export function progress(run: Run): number | null {
  if (run.state === 'succeeded') return 1;
  const size = run.announcedSize;
  return size === null || size === 0 ? null : Math.min(1, run.received / size);
}
