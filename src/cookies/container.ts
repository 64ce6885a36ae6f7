/**
 * A cookie container: one jar, and what may go in and come out of it for a url.
 *
 * The program is a top-level client: every request it makes counts as same-site, so `SameSite` keeps no cookie back. The
 * time is passed in. Rules that concern one cookie alone are in reading.ts.
 */
import type { Cookie, CookieJar, Store } from 'tough-cookie';
import { toughCookie } from './library.js';
import { cookiePlace } from './place.js';
import { readCookie } from './reading.js';
import { CookieShelf, usualLimits, type CookieLimits } from './shelf.js';

export class CookieContainer {
  readonly #allowResponsesToModify: boolean;
  readonly #shelf: CookieShelf;
  readonly #jar: CookieJar;

  /** @param allowResponsesToModify - Whether {@link receive} has any effect. */
  constructor(allowResponsesToModify: boolean, limits: CookieLimits = usualLimits) {
    this.#allowResponsesToModify = allowResponsesToModify;
    this.#shelf = new CookieShelf(limits);
    // The store's interface has promises beside the callbacks; a jar that is used synchronously needs the latter only.
    this.#jar = new (toughCookie().CookieJar)(this.#shelf as unknown as Store, {
      rejectPublicSuffixes: false,
      allowSecureOnLocal: false,
    });
  }

  /**
   * Puts in a cookie of the program's own.
   *
   * @param host - The host it is for.
   * @param url - See {@link cookiePlace}.
   * @param cookie - As in `Set-Cookie`. It must have a name.
   * @returns False when it is malformed or not allowed for that host and url.
   */
  set(host: string, url: string, cookie: string, now: number): boolean {
    const place = cookiePlace(host, url);
    if (place === null) return false;
    const read = readCookie(cookie, place, now);
    return read !== null && read.key !== '' && this.#store(read, place, now);
  }

  /** Takes the `Set-Cookie` fields of a response from a url, one element each. Bad ones are ignored, as the RFC wants. */
  receive(url: string, fields: readonly string[], now: number): void {
    if (!this.#allowResponsesToModify || fields.length === 0) return;
    const place = new URL(url);
    for (const field of fields) {
      const cookie = readCookie(field, place, now);
      if (cookie !== null) this.#store(cookie, place, now);
    }
  }

  /**
   * The value of `Cookie` for a request (section 5.8.3), longest paths first, then in order of creation; `''` if none.
   *
   * The jar is not asked: it would compare with the decoded path, look at the clock itself, and note cookies of other
   * paths as sent.
   */
  header(url: string, now: number): string {
    const place = new URL(url);
    const host = canonicalHost(place);
    const { cookieCompare, domainMatch, pathMatch } = toughCookie();
    this.#shelf.expire(host, now);
    const cookies = this.#shelf
      .around(host)
      .filter(
        ({ domain, hostOnly, path, secure }) =>
          (hostOnly === true ? domain === host : domainMatch(host, domain ?? '', false) === true) &&
          pathMatch(place.pathname, path ?? '/') &&
          (!secure || place.protocol === 'https:'),
      )
      .sort(cookieCompare);
    for (const cookie of cookies) cookie.lastAccessed = new Date(now);
    return cookies.map((cookie) => cookie.cookieString()).join('; ');
  }

  #store(cookie: Cookie, place: URL, now: number): boolean {
    this.#shelf.expire(canonicalHost(place), now);
    if (this.#coversSecureCookie(cookie, place)) return false;
    try {
      return this.#jar.setCookieSync(cookie, place.href, { now: new Date(now) }) !== undefined;
    } catch {
      // The jar's way to say: not this host's domain, or Secure without a secure connection.
      return false;
    }
  }

  /** Section 5.7 step 16: who is not secure cannot put a cookie in front of a Secure one. tough-cookie lacks this. */
  #coversSecureCookie(cookie: Cookie, place: URL): boolean {
    if (cookie.secure || place.protocol === 'https:') return false;
    const { domainMatch, pathMatch } = toughCookie();
    const domain = cookie.domain ?? canonicalHost(place);
    return this.#shelf.some(
      (other) =>
        other.secure &&
        other.key === cookie.key &&
        (domainMatch(other.domain ?? '', domain) === true || domainMatch(domain, other.domain ?? '') === true) &&
        pathMatch(cookie.path ?? '/', other.path ?? '/'),
    );
  }
}

/** Whether any container would take this cookie: what `setHTTPCookie` answers without waiting for the I/O thread. */
export function acceptsCookie(host: string, url: string, cookie: string, now: number): boolean {
  return new CookieContainer(true).set(host, url, cookie, now);
}

/** The host as tough-cookie writes it: an IPv6 address without brackets. */
function canonicalHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
