/**
 * What the Steam interface needs of the platform it runs on. `#steam-platform` is one of two modules, chosen by
 * package.json's `imports`: src/steam/node/platform.ts over the link to the I/O thread, src/web/steam/platform.ts over
 * `fetch`. Both are checked against what stands here.
 */
import type { Receiver, RequestCommandTuple } from '../link/index.js';
import type { HTTPOptions } from './settings.js';

/** The caller's end of the way to whoever carries requests: what is used of link's `Link`. */
export interface RequestLink {
  /** Registers a receiver and returns the id under which both ends know it. */
  register(receiver: Receiver): number;
  /** Ends a registration; events for it that are still on their way are dropped. */
  unregister(id: number): void;
  /** Collects a command. `transfer` is a buffer that changes hands with it. */
  post(command: RequestCommandTuple, transfer?: ArrayBuffer): void;
  /** Sends what was collected. */
  flush(): void;
  /** Sends what was collected and hands out what arrived. */
  drain(): void;
  /** Also takes events whenever the program yields, and calls `watcher` after each batch. Returns what ends the watch. */
  watch(watcher: () => void): () => void;
}

/** What a platform refuses, and why: a sentence for people, or null where it can be had. */
export interface PlatformRefusals {
  readonly cookieContainers: string | null;
  readonly userAgentInfo: string | null;
  readonly unverifiedCertificates: string | null;
  readonly hopRecords: string | null;
  readonly cacheClearing: string | null;
  /** A header that is legal in itself. */
  readonly header: (name: string, value: string) => string | null;
  /** A legal value of an option. A refused one is without effect. */
  readonly option: (name: keyof HTTPOptions, value: unknown) => string | null;
}

export interface SteamPlatform {
  /** The link for a request that is to be sent now. What is behind it starts at the first one. */
  readonly requestLink: () => RequestLink;
  /** The bytes of a text of Latin-1 characters, in memory of their own. */
  readonly latin1Bytes: (text: string) => Uint8Array<ArrayBuffer>;
  /** Memory for so many bytes, which may hold anything. */
  readonly newMemory: (length: number) => Uint8Array<ArrayBuffer>;
  /** Whether any cookie container would take this cookie. */
  readonly acceptsCookie: (host: string, url: string, cookie: string, now: number) => boolean;
  /** Calls back in a later turn of the event loop, as soon as may be; the process stays alive for it. */
  readonly inNextTurn: (callback: () => void) => void;
  readonly refusals: PlatformRefusals;
}
