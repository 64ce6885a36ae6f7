/**
 * `#godot-platform/sockets.js` where there are sockets: they live behind the link to the I/O thread.
 */
import { ByteStream } from '../../link/index.js';
import { sharedLink } from '../../link/node.js';
import type { Sockets } from '../sockets.js';
import { planTlsClient, planTlsServer } from './tls-plan.js';

export const sockets: Sockets | null = {
  open: (target) => new ByteStream(sharedLink(), target),
  planTlsClient,
  planTlsServer,
};
