/** The most telling figures of all workloads in one table, in Markdown. */
import { peerNames, type PeerName } from '../peers/peer.js';
import { figureOf, type Results, type VariantResult } from '../results.js';
import { median } from '../statistics.js';
import type { Figure, Workload } from '../workload.js';
import { workloadNamed } from '../workloads/index.js';
import { inDigits, NONE } from './numbers.js';
import { table } from './table.js';

export function summary(results: Results): string {
  const rows = results.workloads.flatMap(({ name, variants }) => {
    const workload = workloadNamed(name);
    return workload.summary.flatMap(({ variant: label, figure: key }) => {
      const variant = variants.find((one) => one.label === label);
      const figure = workload.figures.find((one) => one.key === key)!;
      return variant === undefined ? [] : [row(workload, variant, figure)];
    });
  });
  return table(['', ...peerNames], rows);
}

function row({ title }: Workload, variant: VariantResult, figure: Figure): string[] {
  const what = variant.label === '' ? title : `${title}, ${variant.label}`;
  const cell = (peer: PeerName): string => {
    const values = figureOf(variant, peer, figure.key);
    return values === null ? NONE : inDigits(median(values), figure.digits);
  };
  return [`${what}: ${figure.title}`, ...peerNames.map(cell)];
}
