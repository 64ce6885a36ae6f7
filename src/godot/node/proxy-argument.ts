/**
 * The `host` and `port` arguments of `set_http_proxy` and `set_https_proxy`: what they mean, and what is wrong with them.
 *
 * Sentences never quote credentials, which must not get into a log.
 */
import type { ProxyPlan } from '../../link/index.js';
import { parseHostArgument } from '../host-argument.js';

const httpScheme = /^http:\/\//i;
const httpsScheme = /^https:\/\//i;
/** They must not be in credentials (RFC 7617 section 2). */
const control = /[\0-\x1f\x7f]/;

/**
 * Reads the arguments.
 *
 * @param host - A name or an address, with `user:password@` before it if the proxy wants that. They are taken as they
 *   stand (the last `@` ends them, the first `:` ends the user); behind `http://` they may be percent-encoded, as in a URL.
 * @param port - 1 to 65535, or -1.
 * @returns The proxy; `null` for none (an empty host or port -1); or one sentence that says what is wrong.
 */
export function parseProxyArgument(host: string, port: number): ProxyPlan | string | null {
  if (host === '' || port === -1) return null;
  if (httpsScheme.test(host)) return 'TLS to the proxy itself is not supported: give its plain HTTP port';
  const rest = host.replace(httpScheme, '');
  const at = rest.lastIndexOf('@');
  const place = parseHostArgument(rest.slice(at + 1), port, false);
  if (typeof place === 'string') return place;
  if (at < 0) return { host: place.host, port: place.port, authorization: null };
  const credentials = readCredentials(rest.slice(0, at), rest !== host);
  if (credentials === null) return 'the credentials before the @ have a control character or a broken % sequence';
  return { host: place.host, port: place.port, authorization: basic(credentials) };
}

function readCredentials(text: string, encoded: boolean): string | null {
  const withColon = text.includes(':') ? text : `${text}:`;
  try {
    const credentials = encoded ? decodeURIComponent(withColon) : withColon;
    return control.test(credentials) ? null : credentials;
  } catch {
    return null;
  }
}

/** Credentials for HTTP's Basic scheme (RFC 7617), in UTF-8. */
function basic(credentials: string): string {
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(credentials)))}`;
}
