/** A store in memory: what was used longest ago goes first when the bytes are used up. */
import { LRUCache } from 'lru-cache';
import { headSize, type CacheStore } from './store.js';
import type { StoredBody, StoredResponse } from './stored-response.js';
import { withVariant } from './variants.js';

/** One response must not push out all others. */
const LARGEST_SHARE = 4;

/** Everything of one url. The lists are of equal length. */
interface Shelf {
  readonly responses: readonly StoredResponse[];
  readonly bodies: readonly StoredBody[];
}

export class MemoryStore implements CacheStore {
  readonly largestBody: number;
  readonly #shelves: LRUCache<string, Shelf>;

  /** @param capacity - Bytes it may hold, heads included. */
  constructor(capacity: number) {
    this.largestBody = Math.floor(capacity / LARGEST_SHARE);
    this.#shelves = new LRUCache({ maxSize: Math.max(1, capacity), sizeCalculation: sizeOf });
  }

  find(url: string, found: (stored: readonly StoredResponse[]) => void): void {
    found(this.#shelves.get(url)?.responses ?? []);
  }

  read({ url, id }: StoredResponse, done: (body: StoredBody | null) => void): void {
    const shelf = this.#shelves.get(url);
    const index = shelf?.responses.findIndex((other) => other.id === id) ?? -1;
    done(shelf?.bodies[index] ?? null);
  }

  write(response: StoredResponse, body: StoredBody, displaced: (other: StoredResponse) => boolean): void {
    if (body.length > this.largestBody) return;
    const shelf = this.#shelves.peek(response.url);
    const responses = withVariant(shelf?.responses ?? [], response, displaced);
    const bodies = [body];
    if (shelf !== undefined && responses.length > 1) bodies.push(...bodiesOf(shelf, responses.slice(1)));
    this.#put(response.url, responses, bodies);
  }

  update(response: StoredResponse): void {
    const shelf = this.#shelves.peek(response.url);
    if (shelf?.responses.some(({ id }) => id === response.id) !== true) return;
    const responses = shelf.responses.map((other) => (other.id === response.id ? response : other));
    this.#put(response.url, responses, shelf.bodies);
  }

  remove(url: string, response?: StoredResponse): void {
    const shelf = this.#shelves.peek(url);
    if (shelf === undefined) return;
    const left = response === undefined ? [] : shelf.responses.filter(({ id }) => id !== response.id);
    this.#put(url, left, bodiesOf(shelf, left));
  }

  clear(done: () => void): void {
    this.#shelves.clear();
    done();
  }

  settle(done: () => void): void {
    done();
  }

  #put(url: string, responses: readonly StoredResponse[], bodies: readonly StoredBody[]): void {
    if (responses.length === 0) this.#shelves.delete(url);
    else this.#shelves.set(url, { responses, bodies });
  }
}

/** The bodies of some of a shelf's responses. */
function bodiesOf({ responses, bodies }: Shelf, some: readonly StoredResponse[]): StoredBody[] {
  return some.map((response) => bodies[responses.indexOf(response)]!);
}

function sizeOf({ responses, bodies }: Shelf): number {
  let size = 0;
  for (const response of responses) size += headSize(response);
  for (const body of bodies) size += body.length;
  return size;
}
