/**
 * The process in which one peer does one workload: prints the figures as JSON and exits.
 *
 * Arguments: the peer, the workload's name, and its parameters as JSON.
 */
import { argv } from 'node:process';
import { callerTime } from './caller-time.js';
import { nodeHttp } from './peers/node-http.js';
import type { Peer, PeerName } from './peers/peer.js';
import { tickwireGodot } from './peers/tickwire-godot.js';
import { tickwireSteam } from './peers/tickwire-steam.js';
import { undici } from './peers/undici.js';

/** What is asked of a peer. */
export interface Task {
  readonly url: string;
  readonly total: number;
  readonly inFlight: number;
}

/** What was measured. */
export interface Figures {
  readonly seconds: number;
  /** Milliseconds for which the calling thread was busy. */
  readonly caller: number;
  /** Largest resident memory of the process, in bytes. */
  readonly memory: number;
}

const peers: Record<PeerName, Peer> = {
  'tickwire Steam': tickwireSteam,
  'tickwire HTTPClient': tickwireGodot,
  undici,
  'node:http': nodeHttp,
};

const workloads = {
  /** A warm-up first: the connections stand and the code is compiled. */
  smallGets: {
    prepare: (peer: Peer, { url, inFlight }: Task) => peer.smallGets(url, 2000, inFlight),
    run: (peer: Peer, { url, total, inFlight }: Task) => peer.smallGets(url, total, inFlight),
  },
  download: {
    prepare: () => Promise.resolve(),
    run: async (peer: Peer, { url, total }: Task) => {
      const count = await peer.download(url);
      if (count !== total) throw new Error(`received ${count} bytes of ${total}`);
    },
  },
};
export type Workload = keyof typeof workloads;

async function measure(name: PeerName, workload: Workload, task: Task): Promise<Figures> {
  const { prepare, run } = workloads[workload];
  await prepare(peers[name], task);
  const caller = callerTime();
  const begun = performance.now();
  await run(peers[name], task);
  return {
    seconds: (performance.now() - begun) / 1000,
    caller: callerTime() - caller,
    memory: process.resourceUsage().maxRSS * 1024,
  };
}

const [, , peer, workload, task = '{}'] = argv;
const figures = await measure(peer as PeerName, workload as Workload, JSON.parse(task) as Task);
process.stdout.write(JSON.stringify(figures), () => process.exit(0));
