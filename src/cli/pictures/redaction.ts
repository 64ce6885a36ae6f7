/**
 * What a HAR file leaves out unless --har-secrets: whatever lets its reader act as the user.
 *
 * HAR files are made to be sent to other people. Values are replaced, names stay, so that it can be seen that something
 * was sent.
 */
import type { HeaderField } from '../exchange/exchange.js';

/** What stands for a value that was left out. */
export const REDACTED = '[redacted]';

const secretFields: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'cookie',
  'set-cookie',
  'x-amz-security-token',
]);
const SECRET_WORD =
  /^code$|(^|[-_.])(auth|key|apikey|token|secret|password|passwd|pwd|session|sid|sig|signature|credential)s?($|[-_.])/i;
/** Fields whose values are addresses, relative ones included. */
const addressFields: ReadonlySet<string> = new Set(['location', 'content-location', 'referer']);

/** A header field that may be shown. */
export function shownField([name, value]: HeaderField): HeaderField {
  const secret = secretFields.has(name.toLowerCase()) || SECRET_WORD.test(name);
  if (secret) return [name, REDACTED];
  return [name, addressFields.has(name.toLowerCase()) ? shownAddress(value) : value];
}

/**
 * An address, absolute or relative, that may be shown: without credentials, and without the values of parameters that sound
 * like some, those in the fragment included.
 */
export function shownAddress(address: string): string {
  return address
    .replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*@/i, '$1//')
    .replace(/([?&#])([^=&#]*)=([^&#]*)/g, (all, mark: string, name: string) =>
      isSecretParameter(name) ? `${mark}${name}=${encodeURIComponent(REDACTED)}` : all,
    );
}

/** Whether a parameter's name sounds like a credential, `X-Amz-Signature` and `apiKey` included. */
function isSecretParameter(name: string): boolean {
  return SECRET_WORD.test(name.replace(/([a-z])([A-Z])/g, '$1-$2'));
}
