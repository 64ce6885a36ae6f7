/**
 * A store in a directory, which several processes may share.
 *
 * What happens to one url happens in order. A failure is told once an hour; whatever cannot be read, or is damaged, is not
 * there.
 */
import { BoundedMap } from '../bounded-map.js';
import type { Disk } from './disk.js';
import { diskSize, keyOf, metadataOf, recordsOf, sealBody, unsealBody, type DiskRecord } from './disk-record.js';
import { sweep } from './disk-sweep.js';
import { Gate } from './gate.js';
import type { CacheStore } from './store.js';
import { bytesOf, type StoredBody, type StoredResponse } from './stored-response.js';
import { withVariant } from './variants.js';

/** One response must not push out all others. */
const LARGEST_SHARE = 4;
/** How many files are worked on at a time. More would only wait for the disk, and each takes a descriptor. */
const AT_A_TIME = 16;
/** Bytes that wait to be written: where the disk is slower than the network, what comes beyond that is not kept. */
const MOST_PENDING = 32 * 1024 * 1024;
/** How often an entry is written before its file is compacted. */
const COMPACT_EVERY = 8;
/** How long nothing is said of a cause of failure that was told. */
const SILENT_MS = 3600 * 1000;
/** How many urls this process remembers the last use of. */
const REMEMBERED = 10_000;
/** While as much is written as fits in, there is a sweep so often, whoever writes it. */
const SWEEPS_PER_FILLING = 16;

export interface DiskStoreOptions {
  readonly directory: string;
  /** Bytes it may hold. */
  readonly capacity: number;
  readonly open: (directory: string) => Promise<Disk>;
  readonly now: () => number;
  /** A number from 0 up to but not 1. */
  readonly random: () => number;
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
  readonly #gate = new Gate(AT_A_TIME);
  /** Bytes of bodies that wait to be written. */
  #pending = 0;
  /** Bytes in use when there was a sweep, and what was written since. */
  #used = 0;
  #sweeping = false;
  /** When it was told last of each cause of failure. */
  readonly #told = new Map<string, number>();

  constructor(options: DiskStoreOptions) {
    this.#options = options;
    this.largestBody = Math.floor(options.capacity / LARGEST_SHARE);
  }

  find(url: string, found: (stored: readonly StoredResponse[]) => void): void {
    this.#uses.set(url, this.#options.now());
    this.#step(url, 'read', (disk) => this.#recordsOf(disk, url)).then((records = []) => {
      found(records.map(({ head }) => head));
    }, rethrow);
  }

  read({ url, id }: StoredResponse, done: (body: StoredBody | null) => void): void {
    this.#step(url, 'read', async (disk) => {
      const record = (await this.#recordsOf(disk, url)).find(({ head }) => head.id === id);
      if (record === undefined) return null;
      const content = await disk.read(record.integrity);
      const body = content === null ? null : unsealBody(record.head, content);
      // Damaged or gone: nobody should find it again.
      if (body === null) await this.#drop(disk, url, ({ head }) => head.id === id);
      return body;
    }).then((body) => {
      done(body ?? null);
    }, rethrow);
  }

  write(response: StoredResponse, body: StoredBody, displaced: (other: StoredResponse) => boolean): void {
    const { url } = response;
    const { length } = body;
    if (length > this.largestBody || (this.#pending > 0 && this.#pending + length > MOST_PENDING)) return;
    this.#pending += length;
    const step = this.#step(url, 'written', async (disk) => {
      const records = await this.#recordsOf(disk, url);
      const heads = records.map(({ head }) => head);
      const kept = withVariant(heads, response, displaced);
      const [staying, going] = parted(records, ({ head }) => kept.includes(head));
      await disk.put(keyOf(url), sealBody(response, bytesOf(body)), metadataOf(response, staying));
      await this.#written(disk, url, records.length > 0);
      for (const { integrity } of going) await disk.discard(integrity);
      this.#grow(disk, diskSize([response]));
    });
    void step.then(() => (this.#pending -= length));
  }

  update(response: StoredResponse): void {
    const { url, id } = response;
    void this.#step(url, 'written', async (disk) => {
      const records = await this.#recordsOf(disk, url);
      if (!records.some(({ head }) => head.id === id)) return;
      await this.#note(
        disk,
        url,
        records.map((record) => (record.head.id === id ? { ...record, head: response } : record)),
      );
    });
  }

  remove(url: string, response?: StoredResponse): void {
    void this.#step(url, 'written', (disk) =>
      this.#drop(disk, url, ({ head }) => response === undefined || head.id === response.id),
    );
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
  #step<Result>(
    url: string,
    verb: 'read' | 'written',
    act: (disk: Disk) => Promise<Result>,
  ): Promise<Result | undefined> {
    const before = this.#steps.get(url) ?? this.#steps.get(EVERYTHING) ?? Promise.resolve();
    const step = before.then(async () => {
      try {
        const disk = await this.#opened();
        // Somebody waits for what is read.
        return await this.#gate.pass(verb === 'read', () => act(disk));
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

  async #recordsOf(disk: Disk, url: string): Promise<DiskRecord[]> {
    return recordsOf(await disk.find(keyOf(url)));
  }

  /** Writes down what is stored for a url. */
  async #note(disk: Disk, url: string, [first, ...others]: readonly DiskRecord[]): Promise<void> {
    if (first === undefined) {
      await disk.forget(keyOf(url));
      return;
    }
    await disk.note(keyOf(url), first.integrity, metadataOf(first.head, others));
    await this.#written(disk, url, true);
  }

  /** An entry was written. Each time adds a line to its file; also when each process writes it only once. */
  async #written(disk: Disk, url: string, again: boolean): Promise<void> {
    const writes = (this.#writes.get(url) ?? (again ? COMPACT_EVERY - 1 : 0)) + 1;
    this.#writes.set(url, writes);
    if (writes % COMPACT_EVERY === 0) await disk.compact(keyOf(url));
  }

  /** Forgets some of what is stored for a url by now. */
  async #drop(disk: Disk, url: string, isGoing: (record: DiskRecord) => boolean): Promise<void> {
    const [going, staying] = parted(await this.#recordsOf(disk, url), isGoing);
    if (going.length === 0) return;
    await this.#note(disk, url, staying);
    for (const { integrity } of going) await disk.discard(integrity);
  }

  /**
   * Something was written. A sweep goes through the whole directory, so it must be rare; it must not be left out by many
   * processes that each write little: so each byte that is written has the same chance to bring one about.
   */
  #grow(disk: Disk, size: number): void {
    const { capacity, random } = this.#options;
    this.#used += size;
    if (this.#used > capacity || random() * capacity < size * SWEEPS_PER_FILLING) this.#sweep(disk);
  }

  #sweep(disk: Disk): void {
    if (this.#sweeping) return;
    this.#sweeping = true;
    const { capacity, now } = this.#options;
    // Beside the steps of the urls: a url that is used meanwhile is at worst not found.
    const step = sweep(disk, capacity, now(), (url) => this.#uses.get(url))
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
    const reason = error instanceof Error ? error.message : String(error);
    const { directory, now, warn } = this.#options;
    const cause = (error as NodeJS.ErrnoException).code ?? reason;
    // A disk that is nearly full takes one response and not the next.
    if (now() < (this.#told.get(cause) ?? -Infinity) + SILENT_MS) return;
    this.#told.set(cause, now());
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

/** Those that meet a condition, and those that do not. */
function parted<Item>(items: readonly Item[], meets: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(meets), items.filter((item) => !meets(item))];
}
