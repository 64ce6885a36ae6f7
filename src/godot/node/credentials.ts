/**
 * `#godot-platform/credentials.js` where there are files and Node's parsers. Files are read and written at once, on the
 * calling thread.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Credentials } from '../credentials.js';
import { parseCertificates } from './certificates.js';
import { fileFault } from './file-error.js';
import { parseKey } from './keys.js';

export const credentials: Credentials | null = {
  readFile: (path) => {
    try {
      return { content: readFileSync(path, 'latin1') };
    } catch (error) {
      return fileFault(error, 'read', path);
    }
  },
  writeFile: (path, content, secret) => {
    try {
      writeFileSync(path, content, secret ? { mode: 0o600 } : {});
      return null;
    } catch (error) {
      return fileFault(error, 'write', path);
    }
  },
  parseCertificates,
  parseKey,
};
