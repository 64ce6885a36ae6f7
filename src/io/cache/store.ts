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
  /**
   * Takes a response in. The memory is the store's from here on.
   *
   * @param displaced - Which other responses of the url it takes the place of.
   */
  write(response: StoredResponse, body: StoredBody, displaced: (other: StoredResponse) => boolean): void;
  /** Replaces the head of a response that is still there. */
  update(response: StoredResponse): void;
  /** Forgets everything of a url, or one response of it. */
  remove(url: string, response?: StoredResponse): void;
  /** Forgets everything. */
  clear(done: () => void): void;
  /** Calls back when what was to be written is written. */
  settle(done: () => void): void;
}

/**
 * What a response takes beside its body, roughly: its texts, which may have two bytes a character, and what the engine needs
 * for each of them and to hold them together (`npm test -- memory-of-the-cache` measures it).
 */
export function headSize({ url, names, values, selecting }: StoredResponse): number {
  let size = 1400 + 2 * url.length + 48 * names.length;
  for (const text of names) size += 2 * text.length;
  for (const text of values) size += 2 * text.length;
  for (const [name, digest] of selecting) size += 64 + 2 * (name.length + (digest?.length ?? 0));
  return size;
}
