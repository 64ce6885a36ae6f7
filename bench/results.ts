/**
 * What a run of the benchmarks gives: the shape of the JSON that it writes, and from which reports are made, so that a
 * report can be made again later.
 */
import type { Machine } from './machine.js';
import type { PeerName } from './peers/peer.js';
import type { Scale } from './scale.js';
import type { Figures } from './workload.js';

/** What became of a peer in a variant. */
export type PeerOutcome =
  | { readonly kind: 'measured'; readonly rounds: readonly Figures[] }
  /** It cannot do that; `reason` is a sentence without its subject. */
  | { readonly kind: 'unable'; readonly reason: string }
  /** It should have, but did not. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface PeerResult {
  readonly peer: PeerName;
  readonly outcome: PeerOutcome;
}

export interface VariantResult {
  readonly label: string;
  readonly amount: string;
  /** In the order of the tables. */
  readonly peers: readonly PeerResult[];
}

export interface WorkloadResult {
  readonly name: string;
  readonly variants: readonly VariantResult[];
}

export interface Results {
  readonly machine: Machine;
  readonly scale: Scale;
  readonly rounds: number;
  readonly workloads: readonly WorkloadResult[];
}

/** A peer's figure, round by round, the same rounds for all; null when it was not measured or there is no such figure. */
export function figureOf(variant: VariantResult, peer: PeerName, figure: string): readonly number[] | null {
  const outcome = variant.peers.find((result) => result.peer === peer)?.outcome;
  if (outcome?.kind !== 'measured') return null;
  const values = outcome.rounds.map((figures) => figures[figure] ?? null);
  return values.every((value) => value !== null) ? values : null;
}
