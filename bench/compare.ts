/**
 * Runs peers in turn, round by round, each in a process of its own, and takes medians: on a shared machine only ratios
 * within one run mean anything.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figures, Task, Workload } from './measure.js';
import { peerNames, type PeerName } from './peers/peer.js';
import { median } from './rounds.js';

const measurer = fileURLToPath(new URL('./measure.js', import.meta.url));
const run = promisify(execFile);

/** The medians of each peer. */
export async function compare(workload: Workload, task: Task, rounds: number): Promise<Map<PeerName, Figures>> {
  const all = new Map<PeerName, Figures[]>(peerNames.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of peerNames) {
      const { stdout } = await run(process.execPath, [measurer, name, workload, JSON.stringify(task)]);
      all.get(name)?.push(JSON.parse(stdout) as Figures);
    }
  }
  return new Map(
    [...all].map(([name, figures]) => [
      name,
      {
        seconds: median(figures.map(({ seconds }) => seconds)),
        caller: median(figures.map(({ caller }) => caller)),
        memory: median(figures.map(({ memory }) => memory)),
      },
    ]),
  );
}
