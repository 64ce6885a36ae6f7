/** Where instances get their link from: the platform, unless a test puts another one in its place. */
import { platform } from '#steam-platform';
import type { RequestLink } from './platform.js';

let source: () => RequestLink = platform.requestLink;

/** The link for a request that is to be sent now. */
export function currentLink(): RequestLink {
  return source();
}

/** Has links come from elsewhere; `null` for the platform's own again. For tests; no door exports it. */
export function replaceLinkSource(replacement: (() => RequestLink) | null): void {
  source = replacement ?? platform.requestLink;
}
