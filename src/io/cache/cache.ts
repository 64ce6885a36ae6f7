/**
 * The HTTP cache of one instance: what is asked of it about a request, and what it is told about answers.
 *
 * Rules are in the files beside it, bytes in the stores. In front of a disk there is always memory: it answers at once, and
 * it is the only place for answers that were got with a cookie container. Callbacks may come at once or later.
 */
import { BoundedMap } from '../bounded-map.js';
import { combined } from './fields.js';
import { invalidated } from './invalidation.js';
import { decide, type Decision } from './reuse.js';
import { isTransient } from './scope.js';
import type { CacheStore } from './store.js';
import { storable } from './storing.js';
import type { CacheRequest, ReceivedHead, StoredBody, StoredResponse } from './stored-response.js';
import { freshenedByHead, validated } from './validation.js';
import { Recording } from './recording.js';
import { fits } from './variants.js';

/** How many urls are remembered that were invalidated: as many as may be asked for at the time. */
const REMEMBERED = 1000;

interface Invalidation {
  /** Milliseconds since 1970. */
  readonly at: number;
}

export class HttpCache {
  readonly #memory: CacheStore;
  readonly #disk: CacheStore | null;
  /** How often everything was forgotten: what was begun before that is not kept. */
  #generation = 0;
  /** By url, what was done to it last: an answer that was asked for before may be from before. */
  readonly #invalidations = new BoundedMap<string, Invalidation>(REMEMBERED);

  constructor(memory: CacheStore, disk: CacheStore | null) {
    this.#memory = memory;
    this.#disk = disk;
  }

  /** Decides what a request gets. */
  lookUp(request: CacheRequest, now: number, offline: boolean, decided: (decision: Decision) => void): void {
    this.#memory.find(request.url, (near) => {
      const decision = decide(request, near, now, offline);
      const disk = this.#disk;
      if (disk === null || decision.kind === 'hit' || decision.kind === 'bypass') {
        decided(decision);
        return;
      }
      disk.find(request.url, (far) => {
        decided(decide(request, merged(near, far), now, offline));
      });
    });
  }

  /** The body of a response that was decided for. Null when it is gone: then the request is a miss after all. */
  read(response: StoredResponse, done: (body: StoredBody | null) => void): void {
    this.#memory.read(response, (near) => {
      if (near !== null || this.#disk === null) {
        done(near);
        return;
      }
      const generation = this.#generation;
      this.#disk.read(response, (far) => {
        if (far !== null && generation === this.#generation) {
          this.#memory.write(response, far, ({ id }) => id === response.id);
        }
        done(far);
      });
    });
  }

  /**
   * An answer's head has come from the origin: removes what it makes doubtful, and notes what a HEAD tells of a GET.
   *
   * @returns What to give the body to, if the answer may be stored.
   */
  received(request: CacheRequest, response: ReceivedHead): Recording | null {
    for (const url of invalidated(request.method, request.url, response)) {
      this.#remove(url);
      this.#invalidations.set(url, { at: response.responseTime });
    }
    if (request.method === 'HEAD' && response.status === 200) this.#headed(request, response);
    const invalidation = this.#invalidations.get(request.url);
    if (invalidation !== undefined && wasUnderWay(response, invalidation)) return null;
    const head = storable(request, response);
    if (head === null) return null;
    const limit = Math.max(this.#memory.largestBody, isTransient(head.scope) ? 0 : (this.#disk?.largestBody ?? 0));
    if (Number(combined(response, 'content-length')) > limit) return null;
    const generation = this.#generation;
    return new Recording(limit, (body) => {
      if (generation !== this.#generation || invalidation !== this.#invalidations.get(request.url)) return;
      head.bodySize = body.length;
      this.#write(request, head, body);
    });
  }

  /**
   * The origin answered 304 to the conditions of {@link decide}.
   *
   * @param asked - The response the conditions were about.
   * @param done - Gets the answer; null when it is not stored, and the origin must be asked without conditions.
   */
  validated(
    request: CacheRequest,
    asked: StoredResponse,
    response: ReceivedHead,
    done: (answer: StoredResponse | null) => void,
  ): void {
    this.#all(request.url, (stored) => {
      const present = stored.some(({ id }) => id === asked.id) ? stored : [...stored, asked];
      const { answer, updated, dropped } = validated(request, present, asked, response);
      for (const head of updated) this.#update(head);
      // What is not kept may still be the answer this once.
      done(answer);
      for (const head of dropped) this.#remove(request.url, head);
    });
  }

  /** Forgets everything. */
  clear(done: () => void): void {
    this.#generation++;
    this.#memory.clear(() => {
      if (this.#disk === null) done();
      else this.#disk.clear(done);
    });
  }

  /** Calls back when everything that was received so far is where it is to be kept. */
  settle(done: () => void): void {
    (this.#disk ?? this.#memory).settle(done);
  }

  #headed(request: CacheRequest, response: ReceivedHead): void {
    this.#all(request.url, (stored) => {
      const { updated, dropped } = freshenedByHead(request, stored, response);
      for (const head of updated) this.#update(head);
      for (const head of dropped) this.#remove(request.url, head);
    });
  }

  #all(url: string, found: (stored: readonly StoredResponse[]) => void): void {
    this.#memory.find(url, (near) => {
      if (this.#disk === null) found(near);
      else {
        this.#disk.find(url, (far) => {
          found(merged(near, far));
        });
      }
    });
  }

  #write(request: CacheRequest, response: StoredResponse, body: StoredBody): void {
    // The origin has just said what this request gets: what it could have been given before is outdated.
    const displaced = (other: StoredResponse): boolean => fits(request, other);
    this.#memory.write(response, body, displaced);
    if (!isTransient(response.scope)) this.#disk?.write(response, body, displaced);
  }

  #update(response: StoredResponse): void {
    this.#memory.update(response);
    if (!isTransient(response.scope)) this.#disk?.update(response);
  }

  #remove(url: string, response?: StoredResponse): void {
    this.#memory.remove(url, response);
    this.#disk?.remove(url, response);
  }
}

/** What both stores have of a url. Of a response in both, the disk's head is the one that other processes see. */
function merged(near: readonly StoredResponse[], far: readonly StoredResponse[]): StoredResponse[] {
  return [...far, ...near.filter(({ id }) => !far.some((other) => other.id === id))];
}

/** Whether a response was on its way when its url was invalidated. A clock that was set back since makes no difference. */
function wasUnderWay({ requestTime, responseTime }: ReceivedHead, { at }: Invalidation): boolean {
  return requestTime < at && at <= responseTime;
}
