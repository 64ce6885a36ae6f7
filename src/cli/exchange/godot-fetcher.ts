/**
 * `--interface godot`: carries requests out with HTTPClient, as a program written for Godot would: one client for each
 * request, polled; no redirects, no decompression, no reuse, because HTTPClient leaves those to the program.
 */
import { Complaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import { HTTPClient, Method, set_logger, TLSOptions, X509Certificate } from '../../godot/index.js';
import { version } from '../../version.js';
import { shownUrl, type HeaderField, type RequestPlan } from './exchange.js';
import type { Fetch, FetchClock, FetchListener, Fetcher } from './fetcher.js';
import { GodotFetch } from './godot-fetch.js';

/** What of the command's options concerns HTTPClient. */
export interface GodotFetcherOptions {
  readonly userAgent: string | null;
  /** The address of a proxy for everything, or null: HTTPClient does not look into the environment. */
  readonly proxy: string | null;
  /** PEM certificates to trust, and no others; null for the usual ones. */
  readonly trustedCA: string | null;
  /** Writes a warning of the library. */
  warn(line: string): void;
}

/** Carries requests out with HTTPClient. */
export class GodotFetcher implements Fetcher {
  readonly #options: GodotFetcherOptions;
  readonly #clock: FetchClock;
  readonly #fetches = new Set<GodotFetch>();
  /** Whose poll it is: HTTPClient says in warnings why something failed. */
  #polled: GodotFetch | null = null;

  constructor(options: GodotFetcherOptions, clock: FetchClock) {
    this.#options = options;
    this.#clock = clock;
    set_logger(({ message }) => {
      if (this.#polled === null) options.warn(`tickwire: ${message}`);
      else this.#polled.explain(message);
    });
  }

  /** The fields that a request goes out with, those that HTTPClient would add included: so they can be shown. */
  #headers(plan: RequestPlan): readonly HeaderField[] {
    const url = new URL(plan.url);
    const given = new Set(plan.headers.map(([name]) => name.toLowerCase()));
    const headers: HeaderField[] = [...plan.headers];
    const add = (name: string, value: string): void => {
      if (!given.has(name.toLowerCase())) headers.push([name, value]);
    };
    if (url.username !== '' || url.password !== '') add('Authorization', basicCredentials(url));
    add('User-Agent', this.#options.userAgent ?? `tickwire/${version}`);
    add('Accept', '*/*');
    if (plan.body !== null) add('Content-Type', plan.body.type);
    add('Host', url.host);
    if (plan.body !== null || ['POST', 'PUT', 'PATCH'].includes(plan.method)) {
      add('Content-Length', String(plan.body?.bytes.length ?? 0));
    }
    return headers;
  }

  begin(plan: RequestPlan, listener: FetchListener): Fetch {
    const method = methodNumber(plan);
    const proxy = this.#options.proxy === null ? null : new URL(this.#options.proxy).host;
    const fetch = new GodotFetch(this.#client(), { plan, method, headers: this.#headers(plan), proxy }, this.#clock);
    const listens: FetchListener = {
      hop: (hop, news) => {
        listener.hop(hop, news);
      },
      head: (head) => {
        listener.head(head);
      },
      body: (bytes) => {
        listener.body(bytes);
      },
      done: (exchange) => {
        this.#fetches.delete(fetch);
        listener.done(exchange);
      },
    };
    this.#fetches.add(fetch);
    fetch.begin(listens, plan.url.startsWith('https:') ? this.#tlsOptions(plan) : null);
    return {
      cancel: () => {
        this.#fetches.delete(fetch);
        fetch.close();
      },
    };
  }

  poll(): boolean {
    let busy = false;
    for (const fetch of [...this.#fetches]) {
      this.#polled = fetch;
      if (fetch.poll()) busy = true;
    }
    this.#polled = null;
    return busy;
  }

  #client(): HTTPClient {
    const client = new HTTPClient();
    if (this.#options.proxy === null) return client;
    const { username, password, hostname, port } = new URL(this.#options.proxy);
    const host = username === '' && password === '' ? hostname : `${username}:${password}@${hostname}`;
    client.set_http_proxy(host, port === '' ? 80 : Number(port));
    client.set_https_proxy(host, port === '' ? 80 : Number(port));
    return client;
  }

  #tlsOptions({ verifyCertificate }: RequestPlan): TLSOptions {
    const { trustedCA } = this.#options;
    if (!verifyCertificate) return TLSOptions.client_unsafe();
    if (trustedCA === null) return TLSOptions.client();
    const chain = new X509Certificate();
    chain.load_from_string(trustedCA);
    return TLSOptions.client(chain);
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    for (const fetch of this.#fetches) fetch.close();
    this.#fetches.clear();
  }
}

function methodNumber({ method, url }: RequestPlan): Method {
  const number = Object.entries(Method).find(([name]) => name === `METHOD_${method}`)?.[1];
  if (number !== undefined && number !== Method.METHOD_CONNECT && number !== Method.METHOD_MAX) return number;
  const asked = `${method} ${shownUrl(url)}`;
  throw new Complaint(
    asked,
    'HTTPClient has no such method',
    'GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE or PATCH',
    ExitCode.USAGE,
  );
}

/** The Authorization of an address with `user:password@` in it (RFC 7617). */
function basicCredentials({ username, password }: URL): string {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
