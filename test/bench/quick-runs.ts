/**
 * Runs workloads once with next to nothing to do, for every peer, against a real nginx. What is checked is that each peer
 * gives all figures or says why it cannot, never how large they are.
 *
 * A test file may take a minute, also on a busy machine, so the workloads are in groups of which each has a file.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { compare } from '../../bench/comparison.js';
import { peerNames, type PeerName } from '../../bench/peers/peer.js';
import type { VariantResult } from '../../bench/results.js';
import { startSite, type RunningSite } from '../../bench/server/site.js';
import type { Workload } from '../../bench/workload.js';
import { workloadNamed } from '../../bench/workloads/index.js';
import { nginxMissing } from '../interop/nginx.js';

/** Each workload is in one of them. */
export const groups = {
  requests: ['small-gets', 'queued-gets', 'growth', 'cached-gets'],
  bodies: ['download', 'parallel-downloads', 'upload', 'gzip-json'],
  surroundings: ['frame-loop', 'first-request', 'idle-connections', 'polls'],
} as const;

/** Who refuses a whole workload. */
const refusals: Readonly<Record<string, readonly PeerName[]>> = {
  'frame-loop': ['curl'],
  'queued-gets': ['tickwire HTTPClient'],
  growth: ['tickwire HTTPClient'],
  'gzip-json': ['tickwire HTTPClient'],
  'cached-gets': ['tickwire HTTPClient', 'node:http', 'curl'],
  'idle-connections': ['curl'],
  polls: ['undici', 'node:http', 'got', 'curl'],
};

/** Who refuses one variant more. */
const refusalsOfVariants: Readonly<Record<string, readonly PeerName[]>> = {
  '500 in flight': ['curl'],
  'never returning to it': ['undici', 'node:http', 'got', 'curl'],
  'returning to it, with room for 32 MiB': ['tickwire HTTPClient'],
};

/** Figures that a peer does not have, though it takes part. */
const gaps: Readonly<Partial<Record<PeerName, readonly string[]>>> = {
  // It has no calling thread, is not imported, and may be gone before its memory was looked at.
  curl: ['caller', 'importing', 'memory'],
};

const curlMissing = spawnSync('curl', ['--version']).error !== undefined;
const peers = peerNames.filter((peer) => peer !== 'curl' || !curlMissing);

function assertFigures(variant: VariantResult, keys: readonly string[], refusing: ReadonlySet<PeerName>): void {
  for (const { peer, outcome } of variant.peers) {
    const where = `${variant.label} ${peer}`;
    if (outcome.kind === 'failed') assert.fail(`${where}: ${outcome.reason}`);
    assert.equal(outcome.kind, refusing.has(peer) ? 'unable' : 'measured', where);
    if (outcome.kind === 'unable') {
      assert.match(outcome.reason, /^\w.{5,}[^.]$/, where);
      continue;
    }
    assert.equal(outcome.rounds.length, 1, where);
    for (const key of keys) {
      const value = outcome.rounds[0]?.[key];
      if (value === null && gaps[peer]?.includes(key)) continue;
      assert.ok(Number.isFinite(value), `${where}: ${key} is ${value}`);
    }
  }
}

/** Declares the tests of a group. */
export function describeGroup(group: keyof typeof groups): void {
  describe('every peer gives its figures, or the reason why not:', { skip: nginxMissing() ?? false }, () => {
    let site: RunningSite;

    before(async () => {
      site = await startSite('quick');
    });
    after(async () => {
      await site.stop();
    });

    for (const name of groups[group]) {
      it(name, async (test) => {
        if (curlMissing) test.diagnostic('without curl, which is not installed');
        await runQuickly(workloadNamed(name), site);
      });
    }
  });
}

async function runQuickly(workload: Workload, site: RunningSite): Promise<void> {
  const progress = (): void => undefined;
  const result = await compare(workload, {
    site,
    scale: 'quick',
    rounds: 1,
    peers,
    profiles: null,
    packaged: false,
    progress,
  });
  assert.equal(result.name, workload.name);
  const keys = workload.figures.map(({ key }) => key);
  for (const variant of result.variants) {
    const inTable = variant.peers.map(({ peer }) => peer);
    assert.deepEqual(inTable, peers);
    const refusing = [...(refusals[workload.name] ?? []), ...(refusalsOfVariants[variant.label] ?? [])];
    assertFigures(variant, keys, new Set(refusing));
  }
}
