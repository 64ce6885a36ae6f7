/** Which goals the results of a workload reach. */
import type { WorkloadResult } from './results.js';
import { figureOf } from './results.js';
import { median, medianRatio } from './statistics.js';
import type { Goal, Workload } from './workload.js';

/** One goal in one variant. */
export interface Verdict {
  readonly goal: Goal;
  readonly variant: string;
  /** The figure, or its ratio to the other's; null when one of them was not measured. */
  readonly value: number | null;
  readonly reached: boolean;
}

export function judge({ goals }: Workload, { variants }: WorkloadResult): Verdict[] {
  return goals.flatMap((goal) =>
    variants
      .filter(({ label }) => goal.variants?.includes(label) ?? true)
      .map((variant) => {
        const own = figureOf(variant, goal.of, goal.figure);
        const others = goal.than === undefined ? null : figureOf(variant, goal.than, goal.figure);
        const value = valueOf(own, goal.than === undefined ? undefined : others);
        return { goal, variant: variant.label, value, reached: value !== null && isReached(goal, value) };
      }),
  );
}

/** @param others - Undefined when the figure counts by itself, null when the other one was not measured. */
function valueOf(own: readonly number[] | null, others: readonly number[] | null | undefined): number | null {
  if (own === null || others === null) return null;
  return others === undefined ? median(own) : medianRatio(own, others);
}

function isReached({ bound, value: limit }: Goal, value: number): boolean {
  return bound === 'at least' ? value >= limit : value <= limit;
}
