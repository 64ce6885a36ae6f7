/**
 * Header fields from and to text.
 */
import type { HeaderField } from './exchange.js';

/** A line `Name: value` as a field. */
export function parsedField(line: string): HeaderField {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** The Authorization of an address with `user:password@` in it (RFC 7617). */
export function basicCredentials({ username, password }: URL): string {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
