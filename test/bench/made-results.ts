/** Results that nobody measured, for tests of what is made of results. */
import type { PeerName } from '../../bench/peers/peer.js';
import type { PeerOutcome, Results, VariantResult } from '../../bench/results.js';
import type { Figures } from '../../bench/workload.js';

export const measured = (...rounds: readonly Figures[]): PeerOutcome => ({ kind: 'measured', rounds });

export function variantOf(label: string, peers: Readonly<Partial<Record<PeerName, PeerOutcome>>>): VariantResult {
  const entries = Object.entries(peers) as [PeerName, PeerOutcome][];
  return { label, amount: 'some of it', peers: entries.map(([peer, outcome]) => ({ peer, outcome })) };
}

export function resultsOf(name: string, variants: readonly VariantResult[], changes: Partial<Results> = {}): Results {
  return {
    machine: {
      date: '2026-01-02T03:04:05.000Z',
      processor: 'Processor',
      cores: 2,
      memory: 24,
      system: 'Linux 6',
      versions: { tickwire: '1.2.3', undici: '7.0.0' },
      load: 0.04,
    },
    scale: 'full',
    rounds: 5,
    workloads: [{ name, variants }],
    ...changes,
  };
}
