/**
 * Where `tough-cookie` comes in: at the first cookie, not at the import.
 *
 * Its list of public suffixes takes milliseconds to load, which neither the program's thread nor the I/O thread should
 * pay for when nobody uses cookies. Loading has to be synchronous, as `setHTTPCookie` answers at once.
 */
import type * as tough from 'tough-cookie';
import { packageRequire } from '../installed.js';

let library: typeof tough | null = null;

/** The library, loaded when it is first asked for. */
export function toughCookie(): typeof tough {
  return (library ??= packageRequire()('tough-cookie') as typeof tough);
}
