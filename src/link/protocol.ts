/**
 * What travels between the two ends of the link: commands to the I/O thread, events back.
 *
 * Both are small tuples led by a number, collected into arrays. Bytes that arrive do not travel here but in shared
 * memory (layout.ts). Each command and event names the stream it is about by an id the caller chose. What bytes do travel
 * are plain `ArrayBuffer`s: Deno's message ports look at every element of a typed array that arrives.
 */

import type { CommonMemory } from './layout.js';
import type { InstanceEvent, RequestCommandTuple, RequestEventTuple } from './request-protocol.js';

/** Commands: from the caller to the I/O thread. */
export const Command = {
  /** Resolve, connect and read into the given memory. */
  OPEN: 0,
  /** Write text (as UTF-8), then bytes; either may be empty. The bytes belong to the thread from here on. */
  WRITE: 1,
  /** The ring has room again: go on reading. */
  RESUME: 2,
  /** Whether small writes go out at once. */
  NO_DELAY: 3,
  /** Forget the stream; its socket is destroyed. */
  CLOSE: 4,
  /**
   * Lay TLS over the connection of another stream: `unread`, then what stands in that stream's ring, is taken for the
   * beginning of the handshake. The other stream lives on without bytes: it tells when the connection has ended.
   */
  SECURE: 5,
} as const;

/** Where a stream connects to. */
export interface StreamTarget {
  /** A host name or an IP address, without brackets. */
  readonly host: string;
  /** 1-65535. */
  readonly port: number;
  /** TLS to speak with the host. */
  readonly tls?: TlsPlan;
  /** The HTTP proxy to tunnel through. */
  readonly proxy?: ProxyPlan;
  /** Local address and port to bind before connecting. */
  readonly localAddress?: string;
  readonly localPort?: number;
  /** Whether small writes go out at once instead of being collected (Nagle's algorithm). Default true. */
  readonly noDelay?: boolean;
}

/** How a TLS client checks the server. */
export interface TlsPlan {
  /** The name to ask for (SNI) and to find in the certificate. */
  readonly serverName: string;
  /** PEM certificates to trust, and no others; null for the usual ones. */
  readonly trustedChain: string | null;
  /** `full`: chain and name; `chain`: the chain alone; `none`: anything goes. */
  readonly verify: 'full' | 'chain' | 'none';
}

/** How a TLS server shows itself. */
export interface TlsServerPlan {
  /** PEM, not encrypted. */
  readonly privateKey: string;
  /** PEM: its own certificate, then those up to the authority. */
  readonly certificate: string;
}

/** An HTTP proxy to tunnel through. */
export interface ProxyPlan {
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`, or null. */
  readonly authorization: string | null;
}

export type StreamCommand =
  | [op: typeof Command.OPEN, id: number, memory: CommonMemory, target: StreamTarget]
  | [op: typeof Command.WRITE, id: number, text: string, bytes: ArrayBuffer | null]
  | [op: typeof Command.RESUME, id: number]
  | [op: typeof Command.NO_DELAY, id: number, enabled: boolean]
  | [op: typeof Command.CLOSE, id: number]
  | SecureCommand;

export type SecureCommand = [
  op: typeof Command.SECURE,
  id: number,
  memory: CommonMemory,
  below: number,
  unread: ArrayBuffer | null,
  plan: TlsPlan | TlsServerPlan,
];

/** Events: from the I/O thread to the caller. */
export const Event = {
  /** A connection stands: who is at both ends. Comes before its state is OPEN. */
  OPENED: 0,
  /** The next ring of the stream. Comes before the present one is sealed. */
  RING: 1,
  /** Why the stream failed. Comes before its state says so. */
  FAILED: 2,
} as const;

/** The two ends of an established connection. */
export interface Endpoints {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
}

/** Why something on the network failed. */
export interface Failure {
  /** The system's code, such as `ECONNREFUSED`, or one of ours in the same style. */
  readonly code: string;
  /** What happened, as the end of a sentence: "connection refused by 127.0.0.1:9". */
  readonly message: string;
}

export type StreamEvent =
  | [op: typeof Event.OPENED, id: number, endpoints: Endpoints]
  | [op: typeof Event.RING, id: number, memory: CommonMemory]
  | [op: typeof Event.FAILED, id: number, failure: Failure];

/** Everything that may travel, one way and the other. */
export type LinkCommand = StreamCommand | RequestCommandTuple;
export type LinkEvent = StreamEvent | RequestEventTuple | InstanceEvent;

/** The bell: one counter in shared memory that the thread raises after anything new. It only grows. */
export const BELL = 0;

/**
 * A `MessagePort` of `node:worker_threads`. Declarations that programs see say this instead, so that the compiler can read
 * them where Node's types are not.
 */
export interface LinkPort {
  postMessage(value: unknown): void;
  ref(): void;
  unref(): void;
}

/** What the I/O thread is started with. */
export interface LinkData<Port> {
  readonly port: Port;
  readonly bell: SharedArrayBuffer;
}
