/** Requests of the Steam interface in a page, described and answered in JSON. */
import { SteamHTTP, set_logger, type HTTPMethod, type HTTPOptions } from '#src/steam/index.js';
import { bodyOf, text, until } from '../../contract/steam/driving.js';

/** A request that a test wants to be sent. */
export interface Wish {
  readonly url: string;
  readonly method?: HTTPMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly options?: HTTPOptions;
  /** Called in the page once the request was sent. */
  readonly then?: 'window.stop';
}

/** What came of it. */
export interface Answer {
  readonly success: boolean;
  readonly status: number;
  readonly body: string;
  readonly headers: readonly string[];
  readonly code: string;
  readonly phase: string;
  readonly message: string;
  readonly progress: number;
  readonly warnings: readonly string[];
}

const steams = new Map<string, SteamHTTP>();
const warnings: string[] = [];
set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));

function steamFor(options: HTTPOptions): SteamHTTP {
  const key = JSON.stringify(options);
  const present = steams.get(key);
  if (present !== undefined) return present;
  const steam = new SteamHTTP(options);
  steams.set(key, steam);
  return steam;
}

/** Sends a request and waits until it is completed. */
export async function ask({ url, method = 1, headers = {}, options = {}, then }: Wish): Promise<Answer> {
  warnings.length = 0;
  const steam = steamFor(options);
  const handle = steam.createHTTPRequest(method, url);
  for (const [name, value] of Object.entries(headers)) steam.setHTTPRequestHeaderValue(handle, name, value);
  steam.sendHTTPRequest(handle);
  if (then === 'window.stop') {
    await until('the head', () => (steam.getHTTPDownloadProgressPct(handle) > 0 ? true : undefined));
    (globalThis as unknown as { stop: () => void }).stop();
  }
  const { request_success, status_code, body_size } = await steam.whenCompleted(handle);
  const error = steam.getHTTPRequestError(handle);
  const ended = { handle, success: request_success, status: status_code, size: body_size };
  return {
    success: request_success,
    status: status_code,
    body: text(bodyOf(steam, ended)),
    headers: steam.getHTTPResponseHeaders(handle),
    code: error?.code ?? '',
    phase: error?.phase ?? '',
    message: error?.message ?? '',
    progress: steam.getHTTPDownloadProgressPct(handle),
    warnings: [...warnings],
  };
}

/** Sends a request that nobody waits for. */
export function sendOnly(url: string): void {
  const steam = steamFor({});
  steam.sendHTTPRequestAndStreamResponse(steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url));
}

/** Asks for everything that a page cannot have; gives what each answered and what was warned of. */
export function refusals(): {
  readonly answered: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
} {
  warnings.length = 0;
  const steam = new SteamHTTP();
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, 'http://game.example/');
  const answered = {
    createCookieContainer: steam.createCookieContainer(true),
    setHTTPCookie: steam.setHTTPCookie('game.example', '/', 'a=1'),
    releaseCookieContainer: steam.releaseCookieContainer(),
    setHTTPRequestCookieContainer: steam.setHTTPRequestCookieContainer(handle, 1),
    setHTTPRequestUserAgentInfo: steam.setHTTPRequestUserAgentInfo(handle, 'MyGame/1'),
    requiresVerifiedCertificate: steam.setHTTPRequestRequiresVerifiedCertificate(handle, true),
    requiresNoVerifiedCertificate: steam.setHTTPRequestRequiresVerifiedCertificate(handle, false),
    recordsHops: steam.setHTTPRequestRecordsHops(handle, true),
    recordsNoHops: steam.setHTTPRequestRecordsHops(handle, false),
    hops: steam.getHTTPRequestHops(handle),
  };
  steam.clearHTTPCache();
  return { answered, warnings: [...warnings] };
}

/** Which of these headers may be set; and what was warned of. */
export function settable(headers: readonly (readonly [name: string, value: string])[]): {
  readonly set: readonly string[];
  readonly warnings: readonly string[];
} {
  warnings.length = 0;
  const steam = new SteamHTTP();
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, 'http://game.example/');
  const set = headers.filter(([name, value]) => steam.setHTTPRequestHeaderValue(handle, name, value));
  return { set: set.map(([name]) => name), warnings: [...warnings] };
}

/** What was warned of when an instance is made with these options. */
export function optionWarnings(options: HTTPOptions): readonly string[] {
  warnings.length = 0;
  new SteamHTTP(options).close();
  return [...warnings];
}
