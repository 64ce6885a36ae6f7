/**
 * Which proxy a request goes through: the one that was configured, one of the environment's, or none.
 *
 * Pure rules on strings, with the environment passed in. The variables are those that curl and most others read:
 * `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in lower case first.
 */
import { BlockList, isIP, isIPv4 } from 'node:net';
import { parseUrl } from '../../parse-url.js';

/** A proxy to go through. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`, made of the user information in its url, or null. */
  readonly authorization: string | null;
}

/** A proxy that cannot be used, and why, as a sentence. */
export interface UnusableProxy {
  readonly problem: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The rules of one instance. */
export class ProxyRules {
  readonly #forPlain: string;
  readonly #forSecure: string;
  readonly #exceptions: Exceptions | null;

  /** @param option - As in RequestOptions: the environment's proxies, one for everything, or none. */
  constructor(option: string | null, environment: Environment) {
    if (option === 'environment') {
      const everything = read(environment, 'all_proxy');
      // HTTP_PROXY may be a header `Proxy` of whoever called a CGI program (CVE-2016-5385).
      const isCgi = environment.REQUEST_METHOD !== undefined;
      const plain = isCgi ? (environment.http_proxy ?? '') : read(environment, 'http_proxy');
      const secure = read(environment, 'https_proxy');
      this.#forPlain = plain === '' ? everything : plain;
      this.#forSecure = secure === '' ? everything : secure;
      this.#exceptions = new Exceptions(read(environment, 'no_proxy'));
    } else {
      this.#forPlain = option ?? '';
      this.#forSecure = option ?? '';
      this.#exceptions = null;
    }
  }

  /** The proxy for requests to an origin; null for none. `host` is without brackets. */
  choose(secure: boolean, host: string, port: number): Proxy | UnusableProxy | null {
    const url = secure ? this.#forSecure : this.#forPlain;
    if (url === '' || this.#exceptions?.include(host, port) === true) return null;
    return parseProxy(url);
  }
}

function read(environment: Environment, name: string): string {
  const lower = environment[name] ?? '';
  return lower === '' ? (environment[name.toUpperCase()] ?? '') : lower;
}

/** Reads `[http://][user[:password]@]host[:port]`. */
export function parseProxy(text: string): Proxy | UnusableProxy {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = parseUrl(address);
  if (url === null) return { problem: 'the url of the proxy cannot be understood; write http://host:port' };
  if (url.protocol !== 'http:') {
    const scheme = url.protocol.slice(0, -1);
    return { problem: `a proxy of the kind "${scheme}" cannot be used; one whose url begins with http:// can` };
  }
  return {
    host: withoutBrackets(url.hostname),
    port: url.port === '' ? 80 : Number(url.port),
    authorization: basicAuthorization(url),
  };
}

/** The `Basic` credentials in a url's user information (RFC 7617), or null where there is none. */
export function basicAuthorization(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** Percent-decodes; text that is not properly encoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The host of a url without the brackets of an IPv6 address. */
export function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/**
 * The list in `no_proxy`: names, which also stand for everything below them, addresses, networks (`10.0.0.0/8`), each
 * with an optional port, or `*` for everything.
 */
class Exceptions {
  #everything = false;
  readonly #names: { readonly name: string; readonly port: number }[] = [];
  readonly #networks = new BlockList();

  constructor(list: string) {
    for (const entry of list.toLowerCase().split(/[\s,]+/)) {
      if (entry === '*') this.#everything = true;
      else if (entry !== '' && !this.#addNetwork(entry)) this.#addName(entry);
    }
  }

  include(host: string, port: number): boolean {
    if (this.#everything) return true;
    const kind = isIP(host);
    if (kind !== 0 && this.#networks.check(host, kind === 4 ? 'ipv4' : 'ipv6')) return true;
    const name = host.replace(/\.$/, '');
    return this.#names.some(
      (entry) =>
        (entry.port === 0 || entry.port === port) &&
        (name === entry.name || (kind === 0 && name.endsWith(`.${entry.name}`))),
    );
  }

  #addNetwork(entry: string): boolean {
    const [address = '', bits] = entry.split('/');
    const kind = isIP(withoutBrackets(address));
    if (kind === 0 || bits === undefined || !/^\d{1,3}$/.test(bits)) return false;
    if (Number(bits) > (kind === 4 ? 32 : 128)) return true;
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    this.#networks.addSubnet(withoutBrackets(address), Number(bits), family);
    return true;
  }

  #addName(entry: string): void {
    const [, host = entry, port = '0'] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    const name = withoutBrackets(host)
      .replace(/^\*?\./, '')
      .replace(/\.$/, '');
    if (name !== '') this.#names.push({ name, port: Number(port) });
  }
}
