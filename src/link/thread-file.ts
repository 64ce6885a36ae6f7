/** Which file the I/O thread is started with. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundleUrl, packageRequire } from '../installed.js';

/** What a bundle of the thread is called. */
const BUNDLED = ['tickwire-io-thread.js', 'tickwire-io-thread.mjs', 'tickwire-io-thread.cjs'];

/** Where it is looked for from here: beside, or above, as bundlers put what several bundles share into a directory below. */
const DIRECTORIES = ['./', '../'];

/** The thread's file as package.json exports it. */
const EXPORTED = 'tickwire/io-thread';

/**
 * The file of the I/O thread: of the package this is part of; in a bundle one that was bundled beside it, else that of the
 * installed package.
 *
 * @returns Null when there is none.
 */
export function threadFile(): URL | null {
  if (bundleUrl === null) return new URL('../io/thread.js', import.meta.url);
  for (const directory of DIRECTORIES) {
    for (const name of BUNDLED) {
      const file = new URL(directory + name, bundleUrl);
      if (existsSync(file)) return file;
    }
  }
  try {
    return pathToFileURL(packageRequire().resolve(EXPORTED));
  } catch {
    return null;
  }
}
