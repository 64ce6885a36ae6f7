/**
 * What a person types as an address, understood or refused with a sentence; and an address in the parts HTTPClient wants.
 */
import { parseUrl } from '#src/parse-url.js';

/** An absolute url in `url`, or in `complaint` what is wrong with the text. */
export type Address =
  { readonly url: string; readonly complaint: null } | { readonly url: null; readonly complaint: string };

/**
 * Reads an address.
 *
 * @param origin - What a path alone, such as `/samples/json`, is taken from.
 */
export function readAddress(text: string, origin: string): Address {
  const trimmed = text.trim();
  if (trimmed === '') return refuse('Give an address.');
  if (!/^(https?:\/\/|\/(?!\/))/i.test(trimmed)) {
    return refuse(
      'An address begins with http:// or https://, or is a path on this page’s server, such as /samples/json.',
    );
  }
  const url = parseUrl(trimmed, origin);
  return url === null ? refuse('This address cannot be understood.') : { url: url.href, complaint: null };
}

function refuse(complaint: string): Address {
  return { url: null, complaint };
}

/** Where HTTPClient connects to, and what it asks for there. */
export interface AddressParts {
  /** `https://` before it where TLS is wanted. */
  readonly host: string;
  /** -1 for the scheme's own. */
  readonly port: number;
  /** Path and query. */
  readonly target: string;
  /** Whether there is a user or a password, for which HTTPClient has no place. */
  readonly credentials: boolean;
}

export function addressParts(url: string): AddressParts {
  const { protocol, hostname, port, pathname, search, username, password } = new URL(url);
  return {
    host: protocol === 'https:' ? `https://${hostname}` : hostname,
    port: port === '' ? -1 : Number(port),
    target: `${pathname}${search}`,
    credentials: `${username}${password}` !== '',
  };
}

/** An address as a person would type it: what is on the page's own server as a path. */
export function withoutOrigin(url: string, origin: string): string {
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
}

/** An address as it is shown in lists: without the scheme, and without what is the page's own server. */
export function shortAddress(url: string, origin: string): string {
  const { host, pathname, search, origin: its } = new URL(url);
  return its === origin ? `${pathname}${search}` : `${host}${pathname}${search}`;
}
