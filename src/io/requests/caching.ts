/**
 * What a request's present hop has to do with the cache and with cookies. A record; CacheStage decides.
 */
import type { CookieContainer } from '../../cookies/index.js';
import type { Recording } from '../cache/recording.js';
import type { CacheRequest, StoredResponse } from '../cache/stored-response.js';
import type { Connection } from './connection.js';

/** A container and the name it has in the scopes of stored responses. */
export interface Jar {
  readonly name: string;
  readonly cookies: CookieContainer;
}

export class Caching {
  /** While the cache looks something up, or another request fetches the same: where in the queue it goes then. */
  parked: 'head' | 'tail' | null = null;
  /** The connection it is just leaving, for another hop. */
  from: Connection | null = null;
  /** The request as the cache sees it; null when the cache has no part in it. */
  asked: CacheRequest | null = null;
  /** The stored response that the origin is asked about, and the fields that ask it. */
  validating: StoredResponse | null = null;
  conditions = '';
  /** The url of the fetch that it shares: as the one that fetches, or parked as one that waits. */
  sharing: string | null = null;
  /** Collects the response's body, if it may be stored. */
  recording: Recording | null = null;
  /** Whether what is delivered is what is stored; else the recording collects it on the way. */
  recordsDelivery = false;
  /** When the request went out, milliseconds since 1970. */
  sentAt = 0;

  constructor(
    readonly jar: Jar | null,
    readonly offline: boolean,
  ) {}
}
