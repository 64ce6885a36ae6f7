/**
 * From the text of a `Set-Cookie` field to a cookie, as far as one can say without looking at other cookies.
 *
 * `tough-cookie` reads dates and attributes and knows the public suffixes; where it departs from RFC 6265bis the rule is
 * applied here, with its number beside it (draft-ietf-httpbis-rfc6265bis-22; "step" means section 5.7, the storage model).
 */
import type { Cookie } from 'tough-cookie';
import { toughCookie } from './library.js';

/** Section 5.6 step 1: control characters other than the tab. */
const CONTROLS = /[\0-\x08\x0a-\x1f\x7f]/;
const BLANKS_AROUND = /^[ \t]+|[ \t]+$/g;
const ASCII_ONLY = /^[\0-\x7f]*$/;

/** Attributes of these names. */
const DOMAIN = /^[ \t]*domain[ \t]*(=|$)/i;
const PATH = /^[ \t]*path[ \t]*(=|$)/i;

/** Section 5.6 step 5: octets of name and value together. */
const LONGEST_PAIR = 4096;
/** Section 5.6, attributes, step 6. */
const LONGEST_ATTRIBUTE = 1024;
/** Section 5.5: 400 days. */
const LONGEST_LIFE_MS = 34_560_000_000;
/** The earliest moment a Date can hold. */
const LONG_AGO = -8_640_000_000_000_000;

/**
 * Reads a cookie that came from (or is meant for) a url.
 *
 * @param text - The value of one `Set-Cookie` field.
 * @param url - Where it comes from.
 * @param now - Milliseconds since 1970.
 * @returns The cookie with its path and expiry settled, or null when it is to be ignored. Whether its domain covers the
 *   url's host and whether a `Secure` cookie may come from there is the jar's to decide.
 */
export function readCookie(text: string, url: URL, now: number): Cookie | null {
  if (CONTROLS.test(text)) return null;
  const end = text.indexOf(';');
  const { name, value } = readPair(end < 0 ? text : text.slice(0, end));
  if (name === '' && value === '') return null;
  if (Buffer.byteLength(name) + Buffer.byteLength(value) > LONGEST_PAIR) return null;

  const cookie = readAttributes(end < 0 ? [] : text.slice(end + 1).split(';'));
  if (cookie === null || !settleDomain(cookie, url.hostname)) return null;
  cookie.key = name;
  cookie.value = value;
  settlePath(cookie, url.pathname);
  settleExpiry(cookie, now);
  // Step 19.
  if (cookie.sameSite === 'none' && !cookie.secure) return null;
  return keepsPrefixPromise(cookie) ? cookie : null;
}

/** Section 5.6 steps 3 and 4. Unlike tough-cookie: `=a=b` is nameless with the value `a=b`, and tabs may stand inside. */
function readPair(pair: string): { name: string; value: string } {
  const equals = pair.indexOf('=');
  return {
    name: equals < 0 ? '' : pair.slice(0, equals).replace(BLANKS_AROUND, ''),
    value: pair.slice(equals + 1).replace(BLANKS_AROUND, ''),
  };
}

function readAttributes(attributes: readonly string[]): Cookie | null {
  const kept = attributes.filter((attribute) => {
    const value = attribute.slice(attribute.indexOf('=') + 1).replace(BLANKS_AROUND, '');
    return Buffer.byteLength(value) <= LONGEST_ATTRIBUTE;
  });
  // Section 5.6 step 5 knows two blanks. tough-cookie strips every other as well: then they had better not look like blanks.
  const text = ['name=value', ...kept].join(';').replace(/[^\S \t]/g, '\ufffd');
  const cookie = toughCookie().Cookie.parse(text);
  if (cookie === undefined) return null;
  // Step 7: the last Domain counts, also when it is empty. tough-cookie skips an empty one.
  const last = kept.findLast((attribute) => DOMAIN.test(attribute));
  if (last !== undefined && /^[^=]*(=[ \t]*\.?[ \t]*)?$/.test(last)) cookie.domain = null;
  // Section 5.6.4: a Path that is none still is an attribute, which step 21 asks for.
  cookie.pathIsDefault = !kept.some((attribute) => PATH.test(attribute));
  return cookie;
}

/** Steps 8 and 9. Unlike tough-cookie, a public suffix may set a cookie for itself, which is then host-only. */
function settleDomain(cookie: Cookie, hostname: string): boolean {
  if (cookie.domain === null) return true;
  // A host is compared without its brackets.
  const domain = (cookie.domain = cookie.domain.replace(/^\[(.*:.*)\]$/, '$1'));
  // A second leading dot makes it no host's domain; tough-cookie would strip that too.
  if (!ASCII_ONLY.test(domain) || domain.startsWith('.')) return false;
  if (!isPublicSuffix(domain)) return true;
  if (domain !== hostname) return false;
  cookie.domain = null;
  return true;
}

function isPublicSuffix(domain: string): boolean {
  const isAddress = domain.includes(':') || /^[\d.]+$/.test(domain);
  return !isAddress && toughCookie().getPublicSuffix(domain, { ignoreError: true }) === undefined;
}

/** Step 11. tough-cookie would take the default path from the decoded path. */
function settlePath(cookie: Cookie, pathname: string): void {
  if (cookie.path !== null) return;
  cookie.path = toughCookie().defaultPath(pathname);
}

/**
 * Steps 6 and section 5.5. A `Max-Age` becomes a moment: tough-cookie counts it from the last time the cookie was sent,
 * so that one in use would never expire.
 */
function settleExpiry(cookie: Cookie, now: number): void {
  let expiry: number | null = null;
  if (cookie.maxAge !== null) {
    const seconds = Number(cookie.maxAge);
    expiry = seconds <= 0 ? LONG_AGO : now + seconds * 1000;
  } else if (cookie.expires instanceof Date) expiry = cookie.expires.getTime();
  cookie.maxAge = null;
  cookie.expires = expiry === null ? 'Infinity' : new Date(Math.min(expiry, now + LONGEST_LIFE_MS));
}

/** Steps 20 to 22. Unlike tough-cookie: in any case, and also for a nameless cookie that would look like one. */
function keepsPrefixPromise(cookie: Cookie): boolean {
  const name = cookie.key.toLowerCase();
  if (name === '') return !/^__(secure|host)-/i.test(cookie.value);
  if (name.startsWith('__secure-')) return cookie.secure;
  if (!name.startsWith('__host-')) return true;
  return cookie.secure && cookie.domain === null && cookie.path === '/' && cookie.pathIsDefault !== true;
}
