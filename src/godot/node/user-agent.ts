/** How HTTPClient names itself to servers: `tickwire/<version> (<platform>)`. */
import { version } from '../../version.js';

const { process } = globalThis as { process?: { platform?: string } };

export const userAgent = `tickwire/${version} (${process?.platform ?? 'web'})`;
