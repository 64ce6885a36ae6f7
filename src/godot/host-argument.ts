/**
 * The `host` and `port` arguments of `connect_to_host`: what they mean, and what is wrong with them.
 *
 * Pure text, on every platform: no sockets, no name resolution. A wrong argument is answered by a sentence for a
 * warning; the sentence never quotes credentials or a path, which must not get into a log.
 */
import { parseUrl } from '../parse-url.js';

/** Where to connect to. */
export interface HostArgument {
  /** A name in ASCII (internationalized names as punycode), or an IPv4 or IPv6 address, without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Whether TLS is to be used. */
  readonly tls: boolean;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
/** The longest name that DNS can carry, without a final dot (RFC 1035 §2.3.4). */
const MAX_NAME = 253;

const scheme = /^https?:\/\//i;
const otherScheme = /^[a-z][a-z0-9+.-]*:\/\//i;
const blankOrControl = /[\p{Z}\p{Cc}]/u;
const nonAscii = /\P{ASCII}/u;
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const ipv6WithZone = /^([\da-f:.]+)(?:%[\w.~-]+)?$/i;
const nameWithPort = /^([^:]+|\[[^\]]*\]):(\d+)$/;
/** Letters, digits, hyphens (RFC 1123 §2.1), and underscores, which many private names have. */
const nameLabel = /^[\w-]{1,63}$/;
/** A last label that makes URL parsers and resolvers take the whole name for an IPv4 address: 127.1, 0x7f.1. */
const numericLabel = /^(?:\d+|0x[\da-f]*)$/i;

const quote = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

const isIpv6 = (text: string): boolean => {
  const address = ipv6WithZone.exec(text)?.[1] ?? '';
  return address.includes(':') && parseUrl(`http://[${address}]`) !== null;
};

/**
 * Whether a host is an address, which needs no name resolution.
 *
 * @param host - A host without brackets, as in {@link HostArgument}.
 * @returns `true` for an IPv4 address (four numbers) or an IPv6 address, with or without a zone (`fe80::1%eth0`).
 */
export function isIpAddress(host: string): boolean {
  return ipv4.test(host) || isIpv6(host);
}

/**
 * The value of the `Host` header (RFC 9110 §7.2).
 *
 * @param host - A host without brackets, as in {@link HostArgument}.
 * @param port - 1 to 65535; left out of the text when it is the scheme's own.
 * @param tls - Whether the connection uses TLS: the scheme's own port is 443 then, else 80.
 * @returns `example.com`, `example.com:8080`, `[::1]:8080`. The zone of an IPv6 address, which means nothing to the
 *   server, is left out.
 */
export function hostHeader(host: string, port: number, tls: boolean): string {
  const name = host.includes(':') ? `[${host.replace(/%.*/, '')}]` : host;
  return port === (tls ? HTTPS_PORT : HTTP_PORT) ? name : `${name}:${port}`;
}

/** What is wrong with the port, or `null`. */
function portFault(port: number): string | null {
  if (port === -1 || (Number.isInteger(port) && port >= 1 && port <= 65535)) return null;
  return `the port is ${port}: give an integer from 1 to 65535, or -1 for the default`;
}

/** What is in the text that is no part of a host, or `null`. */
function surplusFault(rest: string): string | null {
  if (rest === '') return 'the host is empty: give a name or an IP address, such as "example.com"';
  const foreign = otherScheme.exec(rest)?.[0];
  if (foreign !== undefined) return `the host begins with ${quote(foreign)}: only http:// and https:// are understood`;
  const authority = rest.replace(/[/\\?#].*/su, '');
  if (authority.includes('@')) {
    return 'the host has credentials before an @: give the host alone, and send an Authorization header';
  }
  if (blankOrControl.test(authority)) return `the host ${quote(authority)} has a blank or control character`;
  if (authority !== rest) {
    return `the host ${quote(authority)} has a path after it: give the host alone, and the path with each request`;
  }
  return null;
}

/** The IPv6 address between brackets, or what is wrong with it. `%25` may stand for the zone's `%` here (RFC 6874). */
function parseBracketed(text: string): { host: string } | string {
  const host = text.slice(1, -1).replace(/%25(?=.)/, '%');
  return text.endsWith(']') && isIpv6(host) ? { host } : `${quote(text)} is no valid IPv6 address in brackets`;
}

/** A name in ASCII, or what is wrong with it. */
function parseName(text: string): { host: string } | string {
  const ascii = toAscii(text);
  if (ascii === null) return `${quote(text)} is no valid internationalized host name`;
  if (ipv4.test(ascii)) return { host: ascii };
  const name = ascii.replace(/\.$/, '');
  const labels = name.split('.');
  if (name.length > MAX_NAME) return `the host name ${quote(text)} is longer than ${MAX_NAME} characters`;
  if (!labels.every((label) => nameLabel.test(label))) {
    return `${quote(text)} is no valid host name: labels of 1 to 63 letters, digits, - or _, separated by dots`;
  }
  if (numericLabel.test(labels.at(-1) ?? ''))
    return `${quote(text)} is no valid IPv4 address: give four numbers up to 255`;
  return { host: ascii };
}

/** An internationalized name as punycode (UTS #46, as browsers do it), or `null`. ASCII stays as it is. */
function toAscii(text: string): string | null {
  if (!nonAscii.test(text)) return text;
  // A percent sign would be decoded by the URL parser; no host name has one.
  return text.includes('%') ? null : (parseUrl(`http://${text}`)?.hostname ?? null);
}

function parseHost(text: string): { host: string } | string {
  if (text.startsWith('[') && !nameWithPort.test(text)) return parseBracketed(text);
  const [, name, port] = nameWithPort.exec(text) ?? [];
  if (name !== undefined && port !== undefined) {
    return `the host ${quote(text)} has a port in it: give ${quote(name)} as the host and ${port} as the port`;
  }
  if (!text.includes(':')) return parseName(text);
  return isIpv6(text) ? { host: text } : `${quote(text)} is no valid host name or IPv6 address`;
}

/**
 * Reads the arguments of `connect_to_host`.
 *
 * `http://` or `https://` (in any case) before the host is stripped and decides over TLS; nothing else is stripped.
 *
 * @param host - A name (internationalized ones are turned into punycode) or an address; IPv6 with or without brackets.
 * @param port - 1 to 65535, or -1 for 443 with TLS and 80 without.
 * @param tls - Whether TLS was asked for by other means; counts only when the host has no scheme; `null` is `false`.
 * @returns Where to connect to, or one sentence that says what is wrong and what to give instead.
 * @throws TypeError when `host` is no string or `port` is no number.
 */
export function parseHostArgument(host: string, port: number, tls: boolean | null): HostArgument | string {
  if (typeof host !== 'string') throw new TypeError('the host must be a string');
  if (typeof port !== 'number') throw new TypeError('the port must be a number');
  const prefix = scheme.exec(host)?.[0];
  const rest = host.slice(prefix?.length ?? 0);
  const fault = surplusFault(rest) ?? portFault(port);
  if (fault !== null) return fault;
  const parsed = parseHost(rest);
  if (typeof parsed === 'string') return parsed;
  const secure = prefix === undefined ? tls === true : prefix.toLowerCase() === 'https://';
  return { host: parsed.host, port: port === -1 ? (secure ? HTTPS_PORT : HTTP_PORT) : port, tls: secure };
}
