/**
 * Where the package is, for the few things that are found by name while it runs. In Node only.
 *
 * A bundler moves the code to another place, and knows nothing of what is only named there. Then the installed package is
 * looked for from the bundle.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Where this module is in the package. */
const OWN_PLACE = '/dist/installed.js';

/** Where the code that runs stands. A bundle in the format of CommonJS has no `import.meta`. */
const { url: here = pathToFileURL(__filename).href } = import.meta as { readonly url?: string };

/** The bundle that this is part of; null in the package itself. */
export const bundleUrl: URL | null = here.endsWith(OWN_PLACE) ? null : new URL(here);

/** What finds the package's own files by their exported names, and its dependencies. */
export function packageRequire(): NodeJS.Require {
  const require = createRequire(here);
  if (bundleUrl === null) return require;
  try {
    return createRequire(require.resolve('tickwire/package.json'));
  } catch {
    // Not installed: what it needs may be beside the bundle all the same.
    return require;
  }
}
