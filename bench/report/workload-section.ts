/** What a workload gave, in Markdown: a table for each variant, who could not take part, and the goals. */
import { judge, type Verdict } from '../goals.js';
import { REFERENCE, type PeerName } from '../peers/peer.js';
import { figureOf, type VariantResult, type WorkloadResult } from '../results.js';
import { medianRatio, spreadOf } from '../statistics.js';
import type { Figure, Workload } from '../workload.js';
import { workloadNamed } from '../workloads/index.js';
import { inBrief, inDigits, NONE } from './numbers.js';
import { table } from './table.js';

/** @param judged - Whether the figures are worth being held against the goals. */
export function workloadSection(result: WorkloadResult, judged: boolean): string {
  const workload = workloadNamed(result.name);
  const parts = [`### ${workload.title}`, workload.about];
  for (const variant of result.variants) parts.push(...variantParts(workload, variant));
  const verdicts = judged ? judge(workload, result) : [];
  if (verdicts.length > 0) parts.push(verdicts.map((verdict) => verdictLine(workload, verdict)).join('\n'));
  return parts.join('\n\n');
}

function variantParts({ figures }: Workload, variant: VariantResult): string[] {
  const { label, amount, peers } = variant;
  const measured = peers.filter(({ outcome }) => outcome.kind === 'measured').map(({ peer }) => peer);
  const head = ['', ...figures.flatMap(({ title, compared }) => (compared ? [title, `× ${REFERENCE}`] : [title]))];
  const rows = measured.map((peer) => [peer, ...figures.flatMap((figure) => cells(variant, peer, figure))]);
  const absent = peers.flatMap(({ peer, outcome }) => {
    if (outcome.kind === 'measured') return [];
    return [outcome.kind === 'unable' ? `${peer} ${outcome.reason}.` : `${peer} failed: ${oneLine(outcome.reason)}.`];
  });
  return [
    label === '' ? `${amount}:` : `**${label}**: ${amount}:`,
    ...(measured.length > 0 ? [table(head, rows)] : []),
    ...(absent.length > 0 ? [absent.join(' ')] : []),
  ];
}

/** What failed may have said much. */
const oneLine = (words: string): string => words.replaceAll(/\s+/g, ' ');

function cells(variant: VariantResult, peer: PeerName, { key, digits, compared }: Figure): string[] {
  const own = figureOf(variant, peer, key);
  const shown = own === null ? NONE : withSpread(own, digits);
  if (!compared) return [shown];
  const reference = figureOf(variant, REFERENCE, key);
  return [shown, own === null || reference === null ? NONE : inDigits(medianRatio(own, reference), 2)];
}

/** The median, and between which two values all rounds were, where they differ. */
function withSpread(values: readonly number[], digits: number): string {
  const { median, min, max } = spreadOf(values);
  const [least, most] = [inDigits(min, digits), inDigits(max, digits)];
  const shown = `**${inDigits(median, digits)}**`;
  return least === most ? shown : `${shown} (${least} to ${most})`;
}

function verdictLine({ figures }: Workload, { goal, variant, value, reached }: Verdict): string {
  const { of, figure, bound, than } = goal;
  const title = figures.find(({ key }) => key === figure)!.title;
  const limit = than === undefined ? inBrief(goal.value) : `${inBrief(goal.value)} × ${than}`;
  const where = variant === '' ? '' : `, ${variant}`;
  const came = value === null ? 'not measured' : `${inBrief(value)}, ${reached ? 'reached' : '**missed**'}`;
  return `- Goal for ${of}${where}: ${title} ${bound} ${limit}: ${came}`;
}
