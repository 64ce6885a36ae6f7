/**
 * Where a jar keeps its cookies: by domain, in memory, with the limits of RFC 6265bis (section 5.7 and 6.1).
 *
 * It takes the place of tough-cookie's own memory store, which knows no limits, keeps expired cookies until they would be
 * sent, and takes a host-only cookie and a domain cookie of the same name, domain and path for the same one.
 */
import type { Cookie } from 'tough-cookie';

/** How many cookies may be kept; section 6.1 asks for at least these. */
export interface CookieLimits {
  readonly perDomain: number;
  readonly inAll: number;
}

/** The limits section 6.1 names. */
export const usualLimits: CookieLimits = { perDomain: 50, inAll: 3000 };

type Done<Result> = (error: null, result: Result) => void;

export class CookieShelf {
  /** What tough-cookie asks before it may be called synchronously. */
  readonly synchronous = true;
  readonly #limits: CookieLimits;
  readonly #domains = new Map<string, Cookie[]>();
  #count = 0;

  constructor(limits: CookieLimits) {
    this.#limits = limits;
  }

  /** The jar asks whether it replaces a cookie. It does not know about host-only, so {@link putCookie} finds out. */
  findCookie(_domain: string, _path: string, _name: string, done: Done<undefined>): void {
    done(null, undefined);
  }

  /** Every cookie of a host and of the domains it lies in. */
  around(host: string): Cookie[] {
    const found = [...this.#of(host)];
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      found.push(...this.#of(host.slice(dot + 1)));
    }
    return found;
  }

  /** Section 5.7 steps 23 and 24: replaces the cookie it takes the place of, and makes room. */
  putCookie(cookie: Cookie, done: Done<undefined>): void {
    const domain = cookie.domain ?? '';
    const now = timeOf(cookie.lastAccessed);
    const old = this.#of(domain).find(
      ({ key, hostOnly, path }) => key === cookie.key && hostOnly === cookie.hostOnly && path === cookie.path,
    );
    if (old !== undefined) {
      cookie.creation = old.creation;
      cookie.creationIndex = old.creationIndex;
      this.#remove(old);
    }
    if (!isExpired(cookie, now)) {
      this.#domains.set(domain, [...this.#of(domain), cookie]);
      this.#count++;
      this.#makeRoom(domain, now);
    }
    done(null, undefined);
  }

  /** Forgets the expired cookies that could be sent to a host. */
  expire(host: string, now: number): void {
    for (const cookie of this.around(host)) if (isExpired(cookie, now)) this.#remove(cookie);
  }

  /** Whether `accepts` holds for any cookie. */
  some(accepts: (cookie: Cookie) => boolean): boolean {
    for (const cookies of this.#domains.values()) if (cookies.some(accepts)) return true;
    return false;
  }

  /** The order of section 5.7: expired ones; of a crowded domain, those not Secure, then any; then any at all. */
  #makeRoom(domain: string, now: number): void {
    const { perDomain, inAll } = this.#limits;
    if (this.#of(domain).length > perDomain || this.#count > inAll) this.#removeExpired(now);
    while (this.#of(domain).length > perDomain) {
      const crowd = this.#of(domain);
      this.#remove(leastRecent(crowd.filter(({ secure }) => !secure)) ?? leastRecent(crowd));
    }
    while (this.#count > inAll) this.#remove(leastRecent([...this.#domains.values()].flat()));
  }

  #removeExpired(now: number): void {
    for (const cookies of [...this.#domains.values()]) {
      for (const cookie of cookies) if (isExpired(cookie, now)) this.#remove(cookie);
    }
  }

  #remove(cookie: Cookie | undefined): void {
    if (cookie === undefined) return;
    const domain = cookie.domain ?? '';
    const left = this.#of(domain).filter((other) => other !== cookie);
    this.#count -= this.#of(domain).length - left.length;
    if (left.length > 0) this.#domains.set(domain, left);
    else this.#domains.delete(domain);
  }

  #of(domain: string): readonly Cookie[] {
    return this.#domains.get(domain) ?? [];
  }
}

function leastRecent(cookies: readonly Cookie[]): Cookie | undefined {
  let least = cookies[0];
  for (const cookie of cookies) {
    if (least !== undefined && timeOf(cookie.lastAccessed) < timeOf(least.lastAccessed)) least = cookie;
  }
  return least;
}

function isExpired(cookie: Cookie, now: number): boolean {
  return timeOf(cookie.expires) <= now;
}

/** A time of a cookie as a number. One that does not end is later than all others. */
function timeOf(time: Date | 'Infinity' | null): number {
  return time instanceof Date ? time.getTime() : Infinity;
}
