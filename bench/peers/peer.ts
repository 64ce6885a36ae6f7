/**
 * What a comparison asks of every HTTP client, tickwire's two interfaces and the others alike: a session with one server
 * that can do the work of the workloads.
 *
 * A peer does that work the best way it offers, checks that it got what was asked for, and measures nothing. What it
 * cannot do it refuses with `Unable`, which says why.
 */
import type { Meter } from '../measuring/meter.js';

/** In the order of the tables. */
export const peerNames = ['tickwire Steam', 'tickwire HTTPClient', 'undici', 'node:http', 'got', 'curl'] as const;
export type PeerName = (typeof peerNames)[number];

/** Whom the others are compared with. */
export const REFERENCE: PeerName = 'undici';

/** Whether this is one of tickwire's interfaces. */
export function isOurs(name: PeerName): boolean {
  return name.startsWith('tickwire');
}

/** Where requests go. */
export interface Server {
  /** Such as `http://127.0.0.1:40001`. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** The authority to trust, as PEM and as the path of a file with it; null without TLS. */
  readonly authority: { readonly pem: string; readonly file: string } | null;
}

/** How a session is set up. */
export interface Opening {
  /** The most connections at a time. They are kept alive. */
  readonly connections: number;
  /** Whether answers may come from a cache in memory, as RFC 9111 allows. */
  readonly cache: boolean;
  /** Bytes of a body that may wait for the program, for clients that let it choose; without, what is usual. */
  readonly streamBuffer?: number;
}

/** Some GETs whose bodies are delivered whole. */
export interface Gets {
  readonly path: string;
  /** Bytes of each body, decoded. A body of another size is a failure. */
  readonly size: number;
  /** Whether the body comes with `Content-Encoding: gzip` and is to be decoded. */
  readonly coded: boolean;
  readonly total: number;
  /** How many the program has asked for at any time; those beyond the connections wait in the client's own queue. */
  readonly atOnce: number;
}

/** Large bodies that are read piece by piece and thrown away. */
export interface Downloads {
  readonly path: string;
  /** Bytes of each. Another number is a failure. */
  readonly size: number;
  /** How many, all at a time. */
  readonly count: number;
}

/** A large body to send, by PUT, from memory. */
export interface Upload {
  readonly path: string;
  readonly size: number;
}

/** What goes on beside a frame loop. */
export interface FramePlan {
  /** A large body that is read piece by piece; when it is over, the next one begins. */
  readonly download: Pick<Downloads, 'path' | 'size'>;
  /** Small GETs; each frame tops them up to `atOnce`. */
  readonly small: Pick<Gets, 'path' | 'size' | 'atOnce'>;
  /** Whether the loop returns to the event loop between frames. */
  readonly yields: boolean;
}

/** Requests that run beside a frame loop. */
export interface FrameTraffic {
  /**
   * What the program does about its requests in one frame: begin what is due, take what has come.
   *
   * @throws Error when a request failed.
   */
  frame(): void;
  /** Bytes of the downloads so far. */
  readonly received: number;
  /** Small GETs that were answered so far. */
  readonly answered: number;
}

/** One client that talks to one server. Its connections stay open from one call to the next. */
export interface Session {
  /** Rejects, like everything here, when a request fails. */
  gets(plan: Gets): Promise<void>;
  /** The same, and all connections that it took are open afterwards. */
  hold(plan: Gets): Promise<void>;
  downloads(plan: Downloads): Promise<void>;
  /** Gets the body ready; what it gives sends it, and resolves with the answer. */
  prepareUpload(plan: Upload): Promise<() => Promise<void>>;
  /** Makes every connection ready to be used by the traffic of a frame loop, and gives that traffic. */
  startFrames(plan: FramePlan): Promise<FrameTraffic>;
  /** Looks once, without waiting, whether anything is new on any connection. */
  poll(): void;
}

export interface Peer {
  open(server: Server, opening: Opening): Promise<Session>;
  /** Where its work shows, if not in the process that asks for it. */
  readonly meter?: Meter;
}
