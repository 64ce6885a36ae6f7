/**
 * The options of an instance: what there is, what is allowed, and the settings in force.
 *
 * Options are checked all together before any is taken over.
 */
import { isFieldValue } from '../http1/index.js';
import { FIRST_CAPACITY, LAST_CAPACITY, type RequestOptions } from '../link/index.js';
import { parseUrl } from '../parse-url.js';
import { version } from '../version.js';

/**
 * Options of `SteamHTTP` and `Steam.configureHTTP`. Those that a browser decides itself have no effect there: a warning
 * says so.
 */
export interface HTTPOptions {
  /**
   * The agent that requests name, before what `setHTTPRequestUserAgentInfo` adds. No effect in a browser.
   * @default 'tickwire/<version>'
   */
  readonly userAgent?: string;
  /**
   * Connections in all, 1 to 65535.
   * @default 64
   */
  readonly maxConnections?: number;
  /**
   * Connections to one scheme, host and port, 1 to 65535.
   * @default 6
   */
  readonly maxConnectionsPerOrigin?: number;
  /**
   * Redirects that are followed, 0 to 1000; one more fails. With 0 the redirecting response itself is delivered. A browser
   * follows 20 whatever is said here; with 0 it follows none, and fails, as it shows no redirecting response.
   * @default 10
   */
  readonly maxRedirects?: number;
  /**
   * Bytes that the decoded body of a request that is not streamed may have, 0 to 2^32 - 1. A larger one fails.
   * @default 536870912 (512 MiB)
   */
  readonly maxBodySize?: number;
  /**
   * Bytes of a streamed body that may wait for the program, rounded down to a power of two, 262144 to 2^30: when they are
   * used up, the server is slowed down. What was signalled counts until the next `run_callbacks`, so a program that calls
   * that once a frame gets about half of it in each.
   * @default 8388608 (8 MiB)
   */
  readonly streamBufferSize?: number;
  /**
   * `'environment'` for the variables `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in either case; the
   * `http://` url of a proxy for everything; `null` for none. No effect in a browser.
   * @default 'environment'
   */
  readonly proxy?: 'environment' | (string & {}) | null;
  /**
   * Certificates in PEM to trust, and no others; `null` for those that the platform trusts. No effect in a browser.
   * @default null
   */
  readonly trustedCA?: string | null;
  /**
   * A directory of its own in which responses are kept beyond the end of the process: `clearHTTPCache` empties it. It is
   * created when it is needed. Several processes may share it. `null` for in memory only. No effect in a browser.
   * @default null
   */
  readonly cacheDirectory?: string | null;
  /**
   * Bytes that stored responses may take, on disk if there is a directory, else in memory. 0 for no cache. In a browser
   * 0 goes past its cache, and any other size has no effect.
   * @default 67108864 (64 MiB)
   */
  readonly cacheSize?: number;
  /**
   * Whether requests are answered from the cache alone, as with `setHTTPOfflineMode`.
   * @default false
   */
  readonly offline?: boolean;
  /**
   * Whether network work runs on a thread of its own. It is chosen for the whole process, `HTTPClient` included;
   * requests that are under way stay where they are. Without it requests only progress while the program yields to the
   * event loop. Makes no difference in a browser.
   * @default true
   */
  readonly ioThread?: boolean;
}

/** What is in force. */
export interface Settings extends RequestOptions {
  readonly userAgent: string;
  readonly offline: boolean;
}

const MAX_CONNECTIONS = 65535;
const MAX_REDIRECTS = 1000;
const MAX_BODY = 0xffff_ffff;
const MAX_STREAM_BUFFER = 2 ** 30;

const controls = /[\0-\x1f\x7f]/;

/** Whether a text can stand in a `User-Agent` field: it has no control characters. */
export function isAgentText(text: string): boolean {
  return !controls.test(text);
}

const isInteger = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

interface Rule {
  readonly allows: (value: unknown) => boolean;
  readonly wanted: string;
}

const rules: Readonly<Record<keyof HTTPOptions, Rule>> = {
  userAgent: {
    allows: (value) => typeof value === 'string' && value !== '' && isAgentText(value) && isFieldValue(value),
    wanted: 'a text, not empty and without control characters',
  },
  maxConnections: {
    allows: (value) => isInteger(value, 1, MAX_CONNECTIONS),
    wanted: `an integer from 1 to ${MAX_CONNECTIONS}`,
  },
  maxConnectionsPerOrigin: {
    allows: (value) => isInteger(value, 1, MAX_CONNECTIONS),
    wanted: `an integer from 1 to ${MAX_CONNECTIONS}`,
  },
  maxRedirects: {
    allows: (value) => isInteger(value, 0, MAX_REDIRECTS),
    wanted: `an integer from 0 to ${MAX_REDIRECTS}`,
  },
  maxBodySize: { allows: (value) => isInteger(value, 0, MAX_BODY), wanted: `an integer from 0 to ${MAX_BODY} (bytes)` },
  streamBufferSize: {
    allows: (value) => isInteger(value, FIRST_CAPACITY, MAX_STREAM_BUFFER),
    wanted: `an integer from ${FIRST_CAPACITY} to ${MAX_STREAM_BUFFER} (bytes)`,
  },
  proxy: {
    allows: (value) => value === null || value === 'environment' || (typeof value === 'string' && isProxyUrl(value)),
    wanted: `'environment', the http:// url of a proxy, or null`,
  },
  trustedCA: {
    allows: (value) => value === null || (typeof value === 'string' && value.includes('-----BEGIN CERTIFICATE-----')),
    wanted: 'certificates in PEM (-----BEGIN CERTIFICATE-----), or null',
  },
  cacheDirectory: {
    allows: (value) => value === null || (typeof value === 'string' && value !== '' && !value.includes('\0')),
    wanted: 'the path of a directory, or null',
  },
  cacheSize: {
    allows: (value) => isInteger(value, 0, Number.MAX_SAFE_INTEGER),
    wanted: 'a number of bytes, 0 or more',
  },
  offline: { allows: (value) => typeof value === 'boolean', wanted: 'true or false' },
  ioThread: { allows: (value) => typeof value === 'boolean', wanted: 'true or false' },
};

function isProxyUrl(text: string): boolean {
  return /^http:\/\//i.test(text) && parseUrl(text) !== null;
}

/**
 * Checks options.
 *
 * @param method - Who asks, for messages.
 * @throws TypeError for what is no object, for an option that does not exist and for a value that is not allowed, naming
 *   the option and what it takes.
 */
export function checkOptions(method: string, options: unknown): asserts options is HTTPOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${method}: options must be an object`);
  }
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (!Object.hasOwn(rules, name)) {
      throw new TypeError(`${method}: there is no option "${name}"; known: ${Object.keys(rules).join(', ')}`);
    }
    const rule = rules[name as keyof HTTPOptions];
    if (!rule.allows(value)) throw new TypeError(`${method}: ${name} must be ${rule.wanted}`);
  }
}

/** Settings with checked options put over them. */
export function withOptions(settings: Settings, options: HTTPOptions): Settings {
  const changed = { ...settings, ...options };
  return { ...changed, plainHeaders: `User-Agent: ${changed.userAgent}\r\nAccept: */*\r\n` };
}

/** The part of the settings that the I/O side acts on. */
export function requestOptions(settings: Settings): RequestOptions {
  const { maxConnections, maxConnectionsPerOrigin, maxRedirects, maxBodySize, streamBufferSize } = settings;
  const { plainHeaders, proxy, trustedCA, cacheDirectory, cacheSize } = settings;
  return {
    plainHeaders,
    maxConnections,
    maxConnectionsPerOrigin,
    maxRedirects,
    maxBodySize,
    streamBufferSize,
    proxy,
    trustedCA,
    cacheDirectory,
    cacheSize,
  };
}

/** What is in force when nothing was chosen. */
export const defaultSettings: Settings = withOptions(
  {
    userAgent: `tickwire/${version}`,
    plainHeaders: '',
    maxConnections: 64,
    maxConnectionsPerOrigin: 6,
    maxRedirects: 10,
    maxBodySize: 512 * 1024 * 1024,
    streamBufferSize: LAST_CAPACITY,
    proxy: 'environment',
    trustedCA: null,
    cacheDirectory: null,
    cacheSize: 64 * 1024 * 1024,
    offline: false,
  },
  {},
);
