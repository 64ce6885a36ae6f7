/**
 * Which request targets may be sent (RFC 9112 §3.2), and the `Host` that belongs to each.
 *
 * A target is checked, never changed: what the caller gave is what goes out, or nothing does.
 */
import { allIn, charTable, equalsWord, excerpt, isToken } from './grammar.js';

/** Why a request cannot be sent. It is always the caller's fault, and nothing was written. */
export interface RequestFault {
  /** What is wrong: the method, the target or a header. */
  readonly code: 'METHOD' | 'TARGET' | 'HEADER';
  /** A sentence for people that names the offending text, escaped and shortened. */
  readonly message: string;
}

/** Where the authority of an `http(s)` URL lies in a target, and the port its scheme implies. */
interface Authority {
  readonly from: number;
  readonly to: number;
  readonly defaultPort: string;
}

const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = charTable('0123456789');
/** A host name: unreserved, sub-delims and `%` (RFC 3986 §3.2.2). */
const HOST_CHARS = charTable(`${LETTERS_AND_DIGITS}-._~!$&'()*+,;=%`);
/** What stands between the brackets of an IP literal; `%25` introduces a zone (RFC 6874). */
const LITERAL_CHARS = charTable(`${LETTERS_AND_DIGITS}-._~:%`);
const USERINFO_CHARS = charTable(`${LETTERS_AND_DIGITS}-._~!$&'()*+,;=%:`);

const SLASH = 47;
const HASH = 35;
const QUESTION = 63;

/**
 * Checks a method and its target.
 *
 * @param method - Any token (RFC 9110 §9.1).
 * @param target - An absolute path, an absolute `http(s)://` URL, `*` with OPTIONS, or `host:port` with CONNECT, which
 * takes nothing else (RFC 9112 §3.2.3). It must be visible ASCII without `#`: percent-encode the rest first.
 * @returns What is wrong, or `null`.
 */
export function checkTarget(method: string, target: string): RequestFault | null {
  if (!isToken(method)) return { code: 'METHOD', message: `The method ${excerpt(method)} is not an HTTP token` };
  const problem = characterProblem(target) ?? formProblem(method, target);
  return problem === null ? null : { code: 'TARGET', message: `The target ${excerpt(target)} ${problem}` };
}

/**
 * The `Host` a request needs if the caller gives none (RFC 9112 §3.2): the authority of the target if it has one,
 * without user information and the scheme's own port.
 *
 * @param target - A target that {@link checkTarget} accepts.
 * @param host - The `Host` of the connection, for targets without an authority.
 */
export function hostOf(method: string, target: string, host: string): string {
  if (target.charCodeAt(0) === SLASH || target === '*') return host;
  // RFC 9112 §3.3: in authority-form the target is the authority.
  if (method === 'CONNECT') return target;
  const authority = findAuthority(target);
  if (authority === null) return host;
  const from = target.lastIndexOf('@', authority.to - 1) + 1;
  const hostAndPort = target.slice(Math.max(from, authority.from), authority.to);
  const colon = hostAndPort.lastIndexOf(':');
  if (colon < 0 || hostAndPort.endsWith(']')) return hostAndPort;
  const port = hostAndPort.slice(colon + 1);
  return port === '' || port === authority.defaultPort ? hostAndPort.slice(0, colon) : hostAndPort;
}

/** Blanks and line ends in a target would end the request line early: that is request smuggling. */
function characterProblem(target: string): string | null {
  for (let i = 0; i < target.length; i++) {
    const code = target.charCodeAt(i);
    if (code <= 32 || code === 127) return 'has a blank or control character: percent-encode it';
    if (code > 127) return 'has a character outside ASCII: percent-encode it';
    // RFC 9110 §7.1: the fragment is not part of what is sent.
    if (code === HASH) return 'has a fragment: leave out "#" and what follows, or encode it as %23';
  }
  return null;
}

function formProblem(method: string, target: string): string | null {
  if (method === 'CONNECT') {
    return isHostAndPort(target, 0, target.length, true) ? null : 'is not "host:port", the only form for CONNECT';
  }
  if (target.charCodeAt(0) === SLASH) return null;
  if (target === '*') return method === 'OPTIONS' ? null : 'may be used with OPTIONS only';
  const authority = findAuthority(target);
  if (authority === null) return 'is neither a path that begins with "/" nor an http:// or https:// URL';
  return isAuthority(target, authority.from, authority.to) ? null : 'has no valid host and port after its scheme';
}

function findAuthority(target: string): Authority | null {
  const isHttp = equalsWord(target, 0, Math.min(4, target.length), 'http') && target.startsWith('://', 4);
  const isHttps = !isHttp && equalsWord(target, 0, Math.min(5, target.length), 'https') && target.startsWith('://', 5);
  if (!isHttp && !isHttps) return null;
  const from = isHttp ? 7 : 8;
  let to = from;
  while (to < target.length && target.charCodeAt(to) !== SLASH && target.charCodeAt(to) !== QUESTION) to++;
  return { from, to, defaultPort: isHttp ? '80' : '443' };
}

/** `[userinfo@]host[:port]` (RFC 3986 §3.2). */
function isAuthority(target: string, from: number, to: number): boolean {
  const at = target.lastIndexOf('@', to - 1);
  if (at < from) return isHostAndPort(target, from, to, false);
  return allIn(USERINFO_CHARS, target, from, at) && isHostAndPort(target, at + 1, to, false);
}

function isHostAndPort(text: string, from: number, to: number, portRequired: boolean): boolean {
  const bracket = text.startsWith('[', from) ? text.indexOf(']', from) : -1;
  let hostEnd = bracket + 1;
  if (bracket < 0) {
    hostEnd = from;
    while (hostEnd < to && HOST_CHARS[text.charCodeAt(hostEnd)] === 1) hostEnd++;
    if (hostEnd === from) return false;
  } else if (bracket >= to || bracket < from + 3 || !allIn(LITERAL_CHARS, text, from + 1, bracket)) return false;
  if (hostEnd === to) return !portRequired;
  return text.startsWith(':', hostEnd) && isPort(text.slice(hostEnd + 1, to), portRequired);
}

/** The port after a colon: 1 to 65535. In a URL it may also be empty (RFC 3986 §3.2.3). */
function isPort(text: string, required: boolean): boolean {
  if (text === '') return !required;
  return allIn(DIGITS, text, 0, text.length) && Number(text) >= 1 && Number(text) <= 65_535;
}
