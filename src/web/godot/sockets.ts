/** `#godot-platform/sockets.js` in browsers, which give pages no sockets. */
import type { Sockets } from '../../godot/sockets.js';

export const sockets: Sockets | null = null;
