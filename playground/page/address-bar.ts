/**
 * The present request in the address of the page: reloading keeps it, and the address can be sent to someone.
 */
import type { RequestDraft } from './request/draft.js';
import { readFragment, writeFragment } from './request/fragment.js';

/** Browsers refuse a page that changes its address all the time. */
const AT_MOST_EVERY_MS = 400;

let timer: number | undefined;

/** Puts a draft there, a moment later and without a step in the history. */
export function keepInAddress(draft: RequestDraft, origin: string): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    history.replaceState(null, '', `#${writeFragment(draft, origin)}`);
  }, AT_MOST_EVERY_MS);
}

/** The draft that is there; null when there is none. */
export function draftInAddress(origin: string): RequestDraft | null {
  return readFragment(location.hash, origin);
}
