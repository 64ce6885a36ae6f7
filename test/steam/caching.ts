/** Requests to servers that count, through an instance with a cache. */
import assert from 'node:assert/strict';
import type http from 'node:http';
import type { HTTPOptions, SteamHTTP } from '#src/steam/index.js';
import { untilCompleted, withServer, withSteam } from './platforms.js';

/** A cache of the usual size. */
export const CACHED: HTTPOptions = { cacheSize: 64 * 1024 * 1024 };

/** How a request differs from a plain GET. */
export interface Wish {
  readonly method?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly container?: number;
  readonly streaming?: boolean;
}

/** What came of a request. */
export interface Answer {
  readonly success: boolean;
  readonly status: number;
  readonly body: string;
  readonly use: string;
  readonly header: (name: string) => string;
  readonly error: string | undefined;
  readonly url: string;
  readonly progress: number;
}

/** Makes a request and sends it. */
export function send(
  steam: SteamHTTP,
  url: string,
  { method = 1, headers = {}, container = 0, streaming = false }: Wish = {},
): number {
  const handle = steam.createHTTPRequest(method as 1, url);
  for (const [name, value] of Object.entries(headers)) steam.setHTTPRequestHeaderValue(handle, name, value);
  if (container !== 0) steam.setHTTPRequestCookieContainer(handle, container);
  assert.equal(streaming ? steam.sendHTTPRequestAndStreamResponse(handle) : steam.sendHTTPRequest(handle), true);
  return handle;
}

/** Sends a request and gives how it was answered. */
export async function ask(steam: SteamHTTP, url: string, wish: Wish = {}): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let use = '';
  const collect = (handle: number, _context: unknown, offset: number, size: number): void => {
    chunks.push(steam.getHTTPStreamingResponseBodyData(handle, offset, size));
  };
  const note = (handle: number): void => {
    use = steam.getHTTPResponseCacheStatus(handle);
  };
  steam.http_request_data_received.connect(collect);
  steam.http_request_headers_received.connect(note);
  const handle = send(steam, url, wish);
  const [ended] = await untilCompleted(steam, handle);
  steam.http_request_data_received.disconnect(collect);
  steam.http_request_headers_received.disconnect(note);
  if (wish.streaming === true && ended!.success) assert.equal(use, steam.getHTTPResponseCacheStatus(handle));
  const whole = wish.streaming === true ? Buffer.concat(chunks) : steam.getHTTPResponseBodyData(handle, ended!.size);
  const headers = new Map(
    steam.getHTTPResponseHeaders(handle).map((line): [string, string] => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)];
    }),
  );
  const answer = {
    success: ended!.success,
    status: ended!.status,
    body: Buffer.from(whole).toString('latin1'),
    use: steam.getHTTPResponseCacheStatus(handle),
    header: (name: string) => headers.get(name) ?? '',
    error: steam.getHTTPRequestError(handle)?.code,
    url: steam.getHTTPResponseURL(handle),
    progress: steam.getHTTPDownloadProgressPct(handle),
  };
  steam.releaseHTTPRequest(handle);
  return answer;
}

/** Runs `use` with a caching instance and a server; `log` has what the server was asked. */
export async function withCache(
  answer: http.RequestListener,
  use: (steam: SteamHTTP, url: string, log: string[]) => Promise<void>,
  options: HTTPOptions = {},
): Promise<void> {
  const log: string[] = [];
  const logged: http.RequestListener = (request, response) => {
    log.push(`${request.method!} ${request.url!}`);
    answer(request, response);
  };
  await withServer(logged, (url) => withSteam((steam) => use(steam, url, log), { ...CACHED, ...options }));
}

let count = 0;

/** A number that was not given before. */
export function nextNumber(): string {
  return String(++count);
}

/** Answers with a number that grows, fresh for a minute. */
export const fresh: http.RequestListener = (_request, response) => {
  response.setHeader('Cache-Control', 'max-age=60');
  response.end(nextNumber());
};
