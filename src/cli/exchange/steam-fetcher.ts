/**
 * Carries requests out with the Steam interface: the one file of the command that knows it.
 *
 * Every request is streamed, so that a body of any size passes through in pieces.
 */
import { Complaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import { HTTPMethod, set_logger, SteamHTTP, type HTTPOptions } from '../../steam/index.js';
import { noSteps, shownUrl, type Exchange, type HeaderField, type RequestPlan, type ResponseHead } from './exchange.js';
import type { Fetch, FetchClock, FetchListener, Fetcher } from './fetcher.js';
import { parsedField } from './head-text.js';
import { HopWatch } from './hop-watch.js';

/** What of the command's options concerns the Steam interface. */
export interface SteamFetcherOptions {
  readonly userAgent: string | null;
  /** How many requests run at a time. */
  readonly parallel: number;
  readonly proxy: string | null;
  /** PEM certificates to trust, and no others; null for the usual ones. */
  readonly trustedCA: string | null;
  readonly maxRedirects: number;
  /** The folder of the cache, or null for none: who tries a server wants to see the server. */
  readonly cache: string | null;
  readonly offline: boolean;
  /** Whether anybody wants to know what goes over the wire. */
  readonly recordsHops: boolean;
  /** Writes a warning of the library. */
  warn(line: string): void;
}

interface Running {
  readonly plan: RequestPlan;
  readonly listener: FetchListener;
  readonly sentAt: number;
  readonly sentAfterMs: number;
  /** When the head was heard of. */
  headAfterMs: number | null;
  readonly hops: HopWatch;
}

/** A poll ends in time for the gates, the display and Ctrl-C. */
const POLL_MS = 4;

/** What the responses of --cache may take on the disk. */
const CACHE_BYTES = 400_000_000;

/** Carries requests out with the Steam interface. */
export class SteamFetcher implements Fetcher {
  readonly #steam: SteamHTTP;
  readonly #clock: FetchClock;
  readonly #caches: boolean;
  readonly #recordsHops: boolean;
  readonly #running = new Map<number, Running>();
  /** All bodies pass through it: a large download must not leave a trail of garbage. */
  #buffer = new Uint8Array(1024 * 1024);
  /** How many signals came: whether a poll brought anything. */
  #signals = 0;

  constructor(options: SteamFetcherOptions, clock: FetchClock) {
    const { userAgent, parallel, proxy, trustedCA, maxRedirects, cache, offline } = options;
    this.#caches = cache !== null;
    this.#recordsHops = options.recordsHops;
    this.#clock = clock;
    set_logger(({ message }) => {
      options.warn(`tickwire: ${message}`);
    });
    const settings: HTTPOptions = {
      ...(userAgent === null ? {} : { userAgent }),
      maxConnections: Math.max(64, parallel),
      maxConnectionsPerOrigin: Math.max(6, parallel),
      maxRedirects,
      proxy,
      trustedCA,
      cacheDirectory: cache,
      cacheSize: cache === null ? 0 : CACHE_BYTES,
      offline,
    };
    this.#steam = new SteamHTTP(settings);
    this.#connectSignals();
  }

  begin(plan: RequestPlan, listener: FetchListener): Fetch {
    const method = Object.entries(HTTPMethod).find(([name]) => name === `HTTP_METHOD_${plan.method}`)?.[1] ?? 0;
    const handle = this.#steam.createHTTPRequest(method, plan.url);
    const ready = handle !== 0 && this.#prepare(handle, plan) && this.#steam.sendHTTPRequestAndStreamResponse(handle);
    if (!ready) {
      this.#steam.releaseHTTPRequest(handle);
      const asked = `${plan.method} ${shownUrl(plan.url)}`;
      throw new Complaint(asked, 'the Steam interface does not send such a request', '', ExitCode.USAGE);
    }
    const [sentAt, sentAfterMs] = [this.#clock.epoch(), this.#clock.now()];
    this.#running.set(handle, { plan, listener, sentAt, sentAfterMs, headAfterMs: null, hops: new HopWatch() });
    return {
      cancel: () => {
        this.#running.delete(handle);
        this.#steam.releaseHTTPRequest(handle);
      },
    };
  }

  poll(): boolean {
    const before = this.#signals;
    this.#steam.run_callbacks(POLL_MS);
    if (this.#recordsHops) for (const [handle, running] of [...this.#running]) this.#tellHops(handle, running);
    return this.#signals !== before;
  }

  settled(): Promise<void> {
    return this.#steam.flushHTTPCache();
  }

  close(): void {
    this.#running.clear();
    this.#steam.close();
  }

  #prepare(handle: number, plan: RequestPlan): boolean {
    const steam = this.#steam;
    return (
      joined(plan.headers).every(([name, value]) => steam.setHTTPRequestHeaderValue(handle, name, value)) &&
      (plan.body === null || steam.setHTTPRequestRawPostBody(handle, plan.body.type, plan.body.bytes)) &&
      steam.setHTTPRequestRequiresVerifiedCertificate(handle, plan.verifyCertificate) &&
      steam.setHTTPRequestRecordsHops(handle, this.#recordsHops) &&
      steam.setHTTPRequestNetworkActivityTimeout(handle, Math.ceil(plan.idleTimeoutS)) &&
      steam.setHTTPRequestAbsoluteTimeoutMS(handle, plan.totalTimeoutMs)
    );
  }

  #connectSignals(): void {
    const steam = this.#steam;
    steam.http_request_headers_received.connect((handle) => {
      this.#signals++;
      const running = this.#running.get(handle);
      const head = this.#head(handle);
      if (running === undefined || head === null) return;
      running.headAfterMs = this.#clock.now();
      this.#tellHops(handle, running);
      running.listener.head(head);
    });
    steam.http_request_data_received.connect((handle, _context, offset, size) => {
      this.#signals++;
      const running = this.#running.get(handle);
      if (running === undefined) return;
      if (this.#buffer.length < size) this.#buffer = new Uint8Array(size);
      running.listener.body(steam.getHTTPStreamingResponseBodyData(handle, offset, size, this.#buffer));
    });
    steam.http_request_completed.connect((handle, _context, _success, status, size) => {
      this.#signals++;
      const running = this.#running.get(handle);
      if (running === undefined) return;
      this.#tellHops(handle, running);
      this.#running.delete(handle);
      const exchange = this.#exchange(handle, running, status, size);
      steam.releaseHTTPRequest(handle);
      running.listener.done(exchange);
    });
  }

  #tellHops(handle: number, { hops, listener }: Running): void {
    hops.look(this.#steam.getHTTPRequestHops(handle), (hop, news) => {
      listener.hop(hop, news);
    });
  }

  #head(handle: number): ResponseHead | null {
    const status = this.#steam.getHTTPResponseStatusCode(handle);
    if (status === 0) return null;
    const headers = this.#steam.getHTTPResponseHeaders(handle).map(parsedField);
    return { status, headers, url: this.#steam.getHTTPResponseURL(handle) };
  }

  #exchange(handle: number, running: Running, status: number, bodySize: number): Exchange {
    const { plan, sentAt, sentAfterMs, headAfterMs } = running;
    const steam = this.#steam;
    const now = this.#clock.now();
    const timings = steam.getHTTPRequestTimings(handle) ?? { ...noSteps, redirects: 0, total: now - sentAfterMs };
    // The times are those of the I/O thread, which has to start before the first request: without that, the phases of the
    // first ones would be drawn before they happened.
    const beforeBody = timings.total - (timings.body ?? 0);
    const began = headAfterMs === null ? now - timings.total : headAfterMs - beforeBody;
    const late = Math.max(0, began - sentAfterMs);
    // What is not in the cache has a status, but no response.
    const url = steam.getHTTPResponseURL(handle);
    const cacheStatus = steam.getHTTPResponseCacheStatus(handle);
    const headers = steam.getHTTPResponseHeaders(handle).map(parsedField);
    return {
      plan,
      sentAt: sentAt + late,
      sentAfterMs: sentAfterMs + late,
      head: status === 0 || url === '' ? null : { status, headers, url },
      bodySize,
      timings,
      hops: steam.getHTTPRequestHops(handle),
      cacheStatus: this.#caches && cacheStatus !== '' ? cacheStatus : null,
      failure: steam.getHTTPRequestError(handle),
    };
  }
}

/** One field for each name, as the Steam interface wants it: RFC 9110 section 5.2, and RFC 6265 section 5.4 for cookies. */
function joined(fields: readonly HeaderField[]): HeaderField[] {
  const byName = new Map<string, [name: string, value: string]>();
  for (const [name, value] of fields) {
    const key = name.toLowerCase();
    const earlier = byName.get(key);
    if (earlier === undefined) byName.set(key, [name, value]);
    else earlier[1] += `${key === 'cookie' ? '; ' : ', '}${value}`;
  }
  return [...byName.values()];
}
