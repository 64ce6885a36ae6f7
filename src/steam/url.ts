/**
 * A program's url to what is requested: by the rules of WHATWG, without fragment and credentials.
 *
 * Games ask the same places again and again, and the platform's parser is the dearest step on the way of a small
 * request. So whole urls are remembered, and so are origins: of a url at a known one, a path of plain characters is
 * known to be normal already.
 */

/** What a request is sent to. */
export interface RequestUrl {
  /** Normalized. */
  readonly href: string;
  /** The value of `Authorization` that `user:password@` stands for, or null. */
  readonly authorization: string | null;
}

const MAX_REMEMBERED = 1024;
const MAX_REMEMBERED_LENGTH = 2048;

const absolute = /^https?:\/\//i;

/** What normalization leaves as it is: no segment begins with a dot, plain or encoded, and nothing needs encoding. */
const plainPath = /^(?:\/(?!\.|%2e)[\w~!$&()*+,;=:@.%-]*)+(?:\?[\w~!$&()*+,;=:@./?%-]*)?$/i;

const urls = new Map<string, RequestUrl>();
const origins = new Set<string>();

/**
 * Reads the url of a request.
 *
 * @returns Null when it is not an absolute `http://` or `https://` url, has blanks around it, or cannot be understood.
 */
export function readUrl(text: string): RequestUrl | null {
  const remembered = urls.get(text);
  if (remembered !== undefined) return remembered;
  const url = isPlain(text) ? { href: text, authorization: null } : parse(text);
  if (url !== null && text.length <= MAX_REMEMBERED_LENGTH) {
    if (urls.size >= MAX_REMEMBERED) urls.clear();
    urls.set(text, url);
  }
  return url;
}

function isPlain(text: string): boolean {
  const slash = text.indexOf('/', 8);
  return slash > 0 && origins.has(text.slice(0, slash)) && plainPath.test(text.slice(slash));
}

function parse(text: string): RequestUrl | null {
  // The platform's parser strips blanks; here they are a mistake that must not go unnoticed.
  if (!absolute.test(text) || text.charCodeAt(text.length - 1) <= 0x20) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const authorization = basicAuthorization(url.username, url.password);
  url.username = '';
  url.password = '';
  url.hash = '';
  if (text.startsWith(`${url.origin}/`)) {
    if (origins.size >= MAX_REMEMBERED) origins.clear();
    origins.add(url.origin);
  }
  return { href: url.href, authorization };
}

/** Credentials of a url as a field value (RFC 7617 section 2), in UTF-8. */
function basicAuthorization(username: string, password: string): string | null {
  if (username === '' && password === '') return null;
  return `Basic ${btoa(`${percentDecode(username)}:${percentDecode(password)}`)}`;
}

/** ASCII with percent-encoded bytes to one character a byte. */
function percentDecode(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
