/**
 * Runs a workload with all peers, round by round, and collects what they gave.
 *
 * Every run is in a process of its own. In each round the peers follow each other directly and another one begins, so that
 * whatever else the machine does hits all alike; only ratios within a round are compared.
 */
import { runMeasured, type Answer, type ProcessOptions } from './measuring/measured-process.js';
import { peerNames, type PeerName } from './peers/peer.js';
import type { PeerOutcome, VariantResult, WorkloadResult } from './results.js';
import type { Scale } from './scale.js';
import type { Site } from './server/site.js';
import type { Figures, Variant, Workload } from './workload.js';

/** How the comparison is to be run. */
export interface Conditions extends ProcessOptions {
  readonly site: Site;
  readonly scale: Scale;
  readonly rounds: number;
  readonly peers: readonly PeerName[];
  /** Hears of each run before it begins. */
  readonly progress: (what: string) => void;
}

export async function compare(workload: Workload, conditions: Conditions): Promise<WorkloadResult> {
  const variants: VariantResult[] = [];
  for (const [place, variant] of workload.variants(conditions.scale).entries()) {
    variants.push(await compareVariant(workload, variant, place, conditions));
  }
  return { name: workload.name, variants };
}

async function compareVariant(
  workload: Workload,
  variant: Variant,
  place: number,
  conditions: Conditions,
): Promise<VariantResult> {
  const { site, scale, rounds, peers, progress } = conditions;
  const measured = new Map<PeerName, Figures[]>(peers.map((peer) => [peer, []]));
  const ended = new Map<PeerName, PeerOutcome>();
  const all = scale === 'full' ? rounds * (workload.roundsFactor ?? 1) : rounds;
  for (let round = 0; round < all; round++) {
    for (const peer of rotated(peers, round)) {
      if (ended.has(peer)) continue;
      progress(`${nameOf(workload, variant)}, round ${round + 1} of ${all}: ${peer}`);
      const task = { workload: workload.name, variant: place, scale, peer, site };
      const answer = await runMeasured(task, conditions);
      if ('figures' in answer) measured.get(peer)!.push(answer.figures);
      else ended.set(peer, withoutFigures(answer));
    }
  }
  const outcome = (peer: PeerName): PeerOutcome =>
    ended.get(peer) ?? { kind: 'measured', rounds: measured.get(peer) ?? [] };
  return {
    label: variant.label,
    amount: variant.amount,
    peers: peerNames.filter((peer) => peers.includes(peer)).map((peer) => ({ peer, outcome: outcome(peer) })),
  };
}

const nameOf = ({ name }: Workload, { label }: Variant): string => (label === '' ? name : `${name}, ${label}`);

function withoutFigures(answer: Exclude<Answer, { figures: Figures }>): PeerOutcome {
  return 'unable' in answer ? { kind: 'unable', reason: answer.unable } : { kind: 'failed', reason: answer.failed };
}

/** The same ones in the same order, with another one first. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
