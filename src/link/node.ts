/**
 * The second door of link/: what there is only where Node's threads and message ports are. The first, index.ts, is for any
 * platform, and leads to no module of Node.
 */
export { bodyBytes } from './body-bytes.js';
export { newMemory } from './new-memory.js';
export { Link } from './link.js';
export { tlsForgetsUnread, tlsHidesDates, tlsSocketsCannotStop } from './runtime.js';
export { ServiceEnd } from './service-end.js';
export { sharedLink } from './start.js';
