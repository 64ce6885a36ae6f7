/** `#godot-platform/credentials.js` in browsers: pages have no files, and whom to trust is the browser's business. */
import type { Credentials } from '../../godot/credentials.js';

export const credentials: Credentials | null = null;
