/**
 * Whom a stored response may be given to.
 *
 * RFC 9111 lets a private cache keep answers to requests with credentials, as all its requests are one person's. A program
 * may act for several, so such an answer is given only to requests with the very same credentials, one that was got with a
 * cookie container only to requests with that container, and one from a server nobody verified only to those who want it so.
 */
import { createHash } from 'node:crypto';
import { combined, type FieldList } from './fields.js';

/** What begins the scope of a container; such answers are kept in memory only, as a container is. */
const CONTAINER = 'container:';

/**
 * @param fields - The request's fields before the container's cookies are added.
 * @param container - A name of the container that is never given to another one; null without container.
 * @param verified - Whether the server's certificate is checked.
 */
export function scopeOf(fields: FieldList, container: string | null, verified: boolean): string {
  const parts: string[] = [];
  if (container !== null) parts.push(CONTAINER + container);
  // Another `Host` makes it another resource.
  for (const name of ['authorization', 'cookie', 'host']) {
    const value = combined(fields, name);
    if (value !== null) parts.push(`${name}:${digest(value)}`);
  }
  if (!verified) parts.push('unverified');
  return parts.join(' ');
}

/** Whether what is stored for a scope ends with the process. */
export function isTransient(scope: string): boolean {
  return scope.startsWith(CONTAINER);
}

/** A digest of a secret or a long value, to compare without keeping it. */
export function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
