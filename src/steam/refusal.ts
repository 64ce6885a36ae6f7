import { warn } from '../log.js';

/**
 * Whether the platform refuses something; the program is told why.
 *
 * @param method - Who was asked.
 * @param reason - Why it is refused; null when it is not.
 */
export function isRefused(method: string, reason: string | null): boolean {
  if (reason === null) return false;
  warn(`Steam.${method}`, reason);
  return true;
}
