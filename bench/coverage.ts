/** How much of the benchmarks a run covers: the project's documents show whole runs alone. */
import { peerNames, type PeerName } from './peers/peer.js';
import type { Results } from './results.js';
import type { Scale } from './scale.js';
import { workloads } from './workloads/index.js';

/** The fewest rounds for figures that are shown to others; also what a run makes by default. */
export const ROUNDS = 5;

export interface Coverage {
  readonly scale: Scale;
  readonly rounds: number;
  /** Names. */
  readonly workloads: readonly string[];
  readonly peers: readonly PeerName[];
}

export function coverageOf(results: Results): Coverage {
  const { scale, rounds } = results;
  const tables = results.workloads.flatMap(({ variants }) => variants);
  return {
    scale,
    rounds,
    workloads: results.workloads.map(({ name }) => name),
    peers: peerNames.filter((name) => tables.every(({ peers }) => peers.some(({ peer }) => peer === name))),
  };
}

/** @throws Error when something is left out. */
export function requireWhole({ scale, rounds, workloads: names, peers }: Coverage): void {
  const complete = workloads.every(({ name }) => names.includes(name)) && peers.length === peerNames.length;
  if (scale === 'full' && rounds >= ROUNDS && complete) return;
  throw new Error(`--update-docs wants all workloads and peers in at least ${ROUNDS} rounds`);
}
