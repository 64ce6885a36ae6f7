/**
 * The HTTP cache of one instance: what is asked of it about a request, and what it is told about answers.
 *
 * Rules are in the files beside it, bytes in the stores. In front of a disk there is always memory: it answers at once, and
 * it is the only place for answers that were got with a cookie container. Callbacks may come at once or later.
 */
import { combined } from './fields.js';
import { invalidated } from './invalidation.js';
import { decide, type Decision } from './reuse.js';
import { isTransient } from './scope.js';
import type { CacheStore } from './store.js';
import { storable } from './storing.js';
import type { CacheRequest, ReceivedHead, StoredBody, StoredResponse } from './stored-response.js';
import { freshenedByHead, validated } from './validation.js';
import { Recording } from './recording.js';

export class HttpCache {
  readonly #memory: CacheStore;
  readonly #disk: CacheStore | null;
  /** How often everything was forgotten: what was begun before that is not kept. */
  #generation = 0;

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
        if (far !== null && generation === this.#generation) this.#memory.write(response, far);
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
    for (const url of invalidated(request.method, request.url, response)) this.#remove(url);
    if (request.method === 'HEAD' && response.status === 200) this.#headed(request, response);
    const head = storable(request, response);
    if (head === null) return null;
    const limit = Math.max(this.#memory.largestBody, isTransient(head.scope) ? 0 : (this.#disk?.largestBody ?? 0));
    if (Number(combined(response, 'content-length')) > limit) return null;
    const generation = this.#generation;
    return new Recording(limit, (body) => {
      if (generation !== this.#generation) return;
      head.bodySize = body.length;
      this.#write(head, body);
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
      const { answer, updated } = validated(request, present, asked, response);
      for (const head of updated) this.#update(head);
      if (answer === null) this.#remove(request.url, asked);
      done(answer);
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
      const { updated, outdated } = freshenedByHead(request, stored, response);
      for (const head of updated) this.#update(head);
      for (const head of outdated) this.#remove(request.url, head);
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

  #write(response: StoredResponse, body: StoredBody): void {
    this.#memory.write(response, body);
    if (!isTransient(response.scope)) this.#disk?.write(response, body);
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
