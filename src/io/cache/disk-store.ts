/**
 * A store in a directory, which several processes may share.
 *
 * What happens to one url happens in order. A failure to write is told once, until a write succeeds again; whatever cannot
 * be read, or is damaged, is not there.
 */
import { BoundedMap } from '../bounded-map.js';
import type { Disk } from './disk.js';
import { bodyKey, diskSize, headsKey, headsOf, sealBody, unsealBody } from './disk-record.js';
import { sweep } from './disk-sweep.js';
import type { CacheStore } from './store.js';
import { bytesOf, type StoredBody, type StoredResponse } from './stored-response.js';
import { withVariant } from './variants.js';

/** One response must not push out all others. */
const LARGEST_SHARE = 4;
/** How often a url's note is written before its file is compacted. */
const COMPACT_EVERY = 8;
/** How many urls this process remembers the last use of. */
const REMEMBERED = 10_000;

export interface DiskStoreOptions {
  readonly directory: string;
  /** Bytes it may hold. */
  readonly capacity: number;
  readonly open: (directory: string) => Promise<Disk>;
  readonly now: () => number;
  /** Hears that the disk does not do its part. */
  readonly warn: (message: string) => void;
}

export class DiskStore implements CacheStore {
  readonly largestBody: number;
  readonly #options: DiskStoreOptions;
  readonly #uses = new BoundedMap<string, number>(REMEMBERED);
  readonly #writes = new BoundedMap<string, number>(REMEMBERED);
  /** The last step under way for each url. */
  readonly #steps = new Map<string, Promise<unknown>>();
  #disk: Promise<Disk> | null = null;
  #used = 0;
  #swept = false;
  #sweeping = false;
  #warned = false;

  constructor(options: DiskStoreOptions) {
    this.#options = options;
    this.largestBody = Math.floor(options.capacity / LARGEST_SHARE);
  }

  find(url: string, found: (stored: readonly StoredResponse[]) => void): void {
    this.#uses.set(url, this.#options.now());
    this.#step(url, 'read', async (disk) => headsOf(await disk.noted(headsKey(url)))).then((heads) => {
      found(heads ?? []);
    }, rethrow);
  }

  read(response: StoredResponse, done: (body: StoredBody | null) => void): void {
    const key = bodyKey(response.id);
    this.#step(response.url, 'read', async (disk) => {
      const content = await disk.get(key).catch(() => null);
      const body = content === null ? null : unsealBody(response, content);
      // Damaged or gone: nobody should find it again.
      if (body === null) await this.#removeOne(disk, response);
      return body;
    }).then((body) => {
      done(body ?? null);
    }, rethrow);
  }

  write(response: StoredResponse, body: StoredBody): void {
    const { url, id } = response;
    if (body.length > this.largestBody) return;
    void this.#step(url, 'written', async (disk) => {
      const before = headsOf(await disk.noted(headsKey(url)));
      await disk.put(bodyKey(id), sealBody(response, bytesOf(body)));
      const after = withVariant(before, response);
      await this.#note(disk, url, after);
      for (const old of before) if (!after.includes(old)) await disk.remove(bodyKey(old.id));
      this.#grow(disk, diskSize(response));
    });
  }

  update(response: StoredResponse): void {
    const { url, id } = response;
    void this.#step(url, 'written', async (disk) => {
      const heads = headsOf(await disk.noted(headsKey(url)));
      if (!heads.some((head) => head.id === id)) return;
      await this.#note(
        disk,
        url,
        heads.map((head) => (head.id === id ? response : head)),
      );
    });
  }

  remove(url: string, response?: StoredResponse): void {
    void this.#step(url, 'written', async (disk) => {
      if (response !== undefined) {
        await this.#removeOne(disk, response);
        return;
      }
      const heads = headsOf(await disk.noted(headsKey(url)));
      if (heads.length === 0) return;
      await disk.forget(headsKey(url));
      for (const { id } of heads) await disk.remove(bodyKey(id));
    });
  }

  /** What is asked from here on waits until it is done. */
  clear(done: () => void): void {
    const before = Promise.all(this.#steps.values());
    this.#steps.clear();
    void this.#step(EVERYTHING, 'written', async (disk) => {
      await before;
      await disk.clear();
      this.#used = 0;
    }).then(done, rethrow);
  }

  settle(done: () => void): void {
    void this.idle().then(done, rethrow);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#steps.size > 0) await Promise.all(this.#steps.values());
  }

  /** Does something about a url when all before it is done. Resolves with undefined when it fails. */
  #step<Result>(url: string, verb: string, act: (disk: Disk) => Promise<Result>): Promise<Result | undefined> {
    const before = this.#steps.get(url) ?? this.#steps.get(EVERYTHING) ?? Promise.resolve();
    const step = before.then(async () => {
      try {
        const result = await act(await this.#opened());
        if (verb === 'written') this.#warned = false;
        return result;
      } catch (error) {
        this.#failed(verb, error);
        return undefined;
      }
    });
    this.#steps.set(url, step);
    void step.then(() => {
      if (this.#steps.get(url) === step) this.#steps.delete(url);
    });
    return step;
  }

  #opened(): Promise<Disk> {
    return (this.#disk ??= this.#options.open(this.#options.directory));
  }

  async #note(disk: Disk, url: string, heads: readonly StoredResponse[]): Promise<void> {
    const key = headsKey(url);
    await disk.note(key, { heads });
    const writes = (this.#writes.get(url) ?? 0) + 1;
    this.#writes.set(url, writes);
    if (writes % COMPACT_EVERY === 0) await disk.compact(key);
  }

  async #removeOne(disk: Disk, { url, id }: StoredResponse): Promise<void> {
    const heads = headsOf(await disk.noted(headsKey(url)));
    const left = heads.filter((head) => head.id !== id);
    if (left.length === 0) await disk.forget(headsKey(url));
    else if (left.length < heads.length) await this.#note(disk, url, left);
    await disk.remove(bodyKey(id));
  }

  #grow(disk: Disk, size: number): void {
    this.#used += size;
    // With the first write one looks at what is there already, and at what killed processes left.
    if (!this.#swept || this.#used > this.#options.capacity) this.#sweep(disk);
  }

  #sweep(disk: Disk): void {
    if (this.#sweeping) return;
    this.#sweeping = true;
    const { capacity, now } = this.#options;
    const first = this.#swept ? Promise.resolve() : disk.tidy(now());
    this.#swept = true;
    // Beside the steps of the urls: a url that is used meanwhile is at worst not found.
    const step = first
      .then(() => sweep(disk, capacity, now(), (url) => this.#uses.get(url)))
      .then(
        (used) => {
          this.#used = used;
        },
        (error: unknown) => {
          this.#failed('tidied', error);
        },
      )
      .finally(() => {
        this.#sweeping = false;
        this.#steps.delete(SWEEP);
      });
    this.#steps.set(SWEEP, step);
  }

  #failed(verb: string, error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const reason = error instanceof Error ? error.message : String(error);
    const { directory, warn } = this.#options;
    warn(`the cache directory ${directory} cannot be ${verb}, so responses are not kept there: ${reason}`);
  }
}

/** Where steps stand among the others that are about no url; none is like them. */
const SWEEP = 'sweep';
const EVERYTHING = 'everything';

/** An exception of a callback is nobody's to handle here. */
function rethrow(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
