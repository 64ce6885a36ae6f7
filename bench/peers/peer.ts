/**
 * What every HTTP client in a comparison must be able to do. Each runs in a process of its own, which exits afterwards.
 */
export interface Peer {
  /** Makes `total` GETs of a small answer, `inFlight` at a time. Throws when one fails. */
  smallGets(url: string, total: number, inFlight: number): Promise<void>;
  /** Reads a large answer to its end; gives the bytes counted. */
  download(url: string): Promise<number>;
}

export const peerNames = ['tickwire Steam', 'tickwire HTTPClient', 'undici', 'node:http'] as const;
export type PeerName = (typeof peerNames)[number];
