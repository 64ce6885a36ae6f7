/**
 * Waits until what --cache is to keep stands on the disk.
 *
 * The library writes in its own time, and nothing is written any more once the process has ended, which a command does as
 * soon as it has its answer. So the end waits until another instance finds the responses, for a moment at most.
 */
import { setTimeout as rest } from 'node:timers/promises';
import { HTTPMethod, SteamHTTP } from '../../steam/index.js';
import { fieldValue, type Exchange } from './exchange.js';
import type { FetchClock } from './fetcher.js';

/** A response that the library does not store after all is not waited for any longer. */
const LONGEST_MS = 1000;
const LOOK_EVERY_MS = 10;

/** Whether an exchange brought something new that looks as if it would be stored. */
export function mayBeStored({ plan, head, cacheStatus, failure }: Exchange): boolean {
  if (plan.method !== 'GET' || failure !== null || head?.status !== 200 || cacheStatus !== 'miss') return false;
  const control = fieldValue(head.headers, 'Cache-Control') ?? '';
  const kept = ['Expires', 'ETag', 'Last-Modified'].some((name) => fieldValue(head.headers, name) !== null);
  return !/no-store/i.test(control) && (kept || /max-age/i.test(control));
}

/** Resolves when the cache in the folder has these addresses. */
export async function writtenToCache(folder: string, urls: readonly string[], clock: FetchClock): Promise<void> {
  const reader = new SteamHTTP({ cacheDirectory: folder, offline: true });
  const until = clock.now() + LONGEST_MS;
  for (const url of urls) {
    while (!(await isThere(reader, url)) && clock.now() < until) await rest(LOOK_EVERY_MS);
  }
  reader.close();
}

async function isThere(reader: SteamHTTP, url: string): Promise<boolean> {
  const handle = reader.createHTTPRequest(HTTPMethod.HTTP_METHOD_GET, url);
  reader.sendHTTPRequestAndStreamResponse(handle);
  const { request_success } = await reader.whenCompleted(handle);
  reader.releaseHTTPRequest(handle);
  return request_success;
}
