/**
 * Where responses are kept: in memory, on disk, or both. A store knows nothing of rules; it keeps heads by url, and each
 * body under its head's id, so that a head is never given out with the body of another.
 *
 * Answers may come at once or later. A store that fails has nothing: that is a miss, and never an error of a request.
 */
import type { StoredBody, StoredResponse } from './stored-response.js';

export interface CacheStore {
  /** The largest body it takes. */
  readonly largestBody: number;
  /** Everything that is stored for a url. */
  find(url: string, found: (stored: readonly StoredResponse[]) => void): void;
  /** The body of a response; null when it is gone or damaged. The memory is the store's: it must not be written to. */
  read(response: StoredResponse, done: (body: StoredBody | null) => void): void;
  /** Takes a response in, in the place of the one that the same requests ask for. The memory is the store's from here on. */
  write(response: StoredResponse, body: StoredBody): void;
  /** Replaces the head of a response that is still there. */
  update(response: StoredResponse): void;
  /** Forgets everything of a url, or one response of it. */
  remove(url: string, response?: StoredResponse): void;
  /** Forgets everything. */
  clear(done: () => void): void;
  /** Calls back when what was to be written is written. */
  settle(done: () => void): void;
}

/** What a response takes beside its body, roughly: its texts, and what holds them together. */
export function headSize({ url, names, values }: StoredResponse): number {
  let size = 512 + 2 * url.length;
  for (const text of names) size += 2 * text.length;
  for (const text of values) size += 2 * text.length;
  return size;
}
