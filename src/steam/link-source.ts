/** Where instances get their link to the I/O side: the process's own, unless a test puts another one in its place. */
import { sharedLink, type Link } from '../link/index.js';

let source: () => Link = sharedLink;

/** The link for a request that is to be sent now. */
export function currentLink(): Link {
  return source();
}

/** Has links come from elsewhere; `null` for the process's own again. For tests; no door exports it. */
export function replaceLinkSource(replacement: (() => Link) | null): void {
  source = replacement ?? sharedLink;
}
