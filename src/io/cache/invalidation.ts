/**
 * Which stored urls an answer to an unsafe method makes doubtful (RFC 9111 section 4.4).
 */
import { parseUrl } from '../../parse-url.js';
import { combined } from './fields.js';
import type { ReceivedHead } from './stored-response.js';

/** RFC 9110 section 9.2.1. A method nobody knows is not safe. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** The urls whose stored responses are to be removed: the request's, and what the answer points to on the same origin. */
export function invalidated(method: string, url: string, response: ReceivedHead): string[] {
  if (SAFE.has(method) || response.status < 200 || response.status >= 400) return [];
  const urls = new Set([url]);
  for (const name of ['location', 'content-location']) {
    const reference = combined(response, name);
    const target = reference === null ? null : parseUrl(reference, url);
    if (target?.origin !== new URL(url).origin) continue;
    target.hash = '';
    target.username = '';
    target.password = '';
    urls.add(target.href);
  }
  return [...urls];
}
