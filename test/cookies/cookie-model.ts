/**
 * RFC 6265bis for cookies of which all is known before they are written: sections 5.7 and 5.8.3 as plainly as they can be put,
 * in a list. What containers do is compared with it.
 */

/** What a server sets; null for an attribute that is absent. */
export interface ModelCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string | null;
  readonly path: string | null;
  readonly secure: boolean;
  readonly maxAge: number | null;
}

interface Kept {
  readonly name: string;
  value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  secure: boolean;
  ends: number;
}

export class CookieModel {
  /** The earlier created first. */
  #kept: Kept[] = [];

  receive(url: string, { name, value, domain, path, secure, maxAge }: ModelCookie, now: number): void {
    const { hostname, pathname, protocol } = new URL(url);
    const ownHost = domain === null;
    if (!ownHost && !domainMatches(hostname, domain)) return;
    if (secure && protocol === 'http:') return;
    const kept: Kept = {
      name,
      value,
      domain: domain ?? hostname,
      hostOnly: ownHost,
      path: path ?? defaultPath(pathname),
      secure,
      ends: maxAge === null ? Infinity : maxAge <= 0 ? -Infinity : now + maxAge * 1000,
    };
    this.#kept = this.#kept.filter(({ ends }) => ends > now);
    if (protocol === 'http:' && this.#kept.some((other) => covers(kept, other))) return;
    const same = this.#kept.findIndex(
      (other) =>
        other.name === name && other.domain === kept.domain && other.hostOnly === ownHost && other.path === kept.path,
    );
    if (same < 0) this.#kept.push(kept);
    else this.#kept[same] = kept;
    this.#kept = this.#kept.filter(({ ends }) => ends > now);
  }

  header(url: string, now: number): string {
    const { hostname, pathname, protocol } = new URL(url);
    return this.#kept
      .filter(({ ends }) => ends > now)
      .filter(({ domain, hostOnly }) => (hostOnly ? hostname === domain : domainMatches(hostname, domain)))
      .filter(({ path }) => pathMatches(pathname, path))
      .filter(({ secure }) => !secure || protocol === 'https:')
      .sort((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

/** Section 5.7 step 16. */
function covers(plain: Kept, other: Kept): boolean {
  const related = domainMatches(plain.domain, other.domain) || domainMatches(other.domain, plain.domain);
  return !plain.secure && other.secure && other.name === plain.name && related && pathMatches(plain.path, other.path);
}

/** Section 5.1.3; what has digits only is an address. */
function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !/^[\d.]+$/.test(host));
}

/** Section 5.1.4. */
function pathMatches(path: string, of: string): boolean {
  return path === of || (path.startsWith(of) && (of.endsWith('/') || path[of.length] === '/'));
}

/** Section 5.1.4. */
function defaultPath(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}
