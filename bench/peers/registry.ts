/**
 * How to load each peer. Only the one that is asked for is loaded: its memory and the time of its import are among the
 * figures.
 */
import type { Peer, PeerName } from './peer.js';

interface Entry {
  readonly load: () => Promise<Peer>;
  /** Imports the client itself, as a program of its users does; null when it is no module. */
  readonly importClient: (() => Promise<unknown>) | null;
}

export const peers: Readonly<Record<PeerName, Entry>> = {
  'tickwire Steam': {
    load: async () => (await import('./tickwire-steam.js')).tickwireSteam,
    importClient: () => import('tickwire/steam'),
  },
  'tickwire HTTPClient': {
    load: async () => (await import('./tickwire-httpclient.js')).tickwireHttpClient,
    importClient: () => import('tickwire/godot'),
  },
  undici: {
    load: async () => (await import('./undici.js')).undici,
    importClient: () => import('undici'),
  },
  'node:http': {
    load: async () => (await import('./node-http.js')).nodeHttp,
    importClient: () => import('node:http'),
  },
  got: {
    load: async () => (await import('./got.js')).got,
    importClient: () => import('got'),
  },
  curl: {
    load: async () => (await import('./curl.js')).curl,
    importClient: null,
  },
};
