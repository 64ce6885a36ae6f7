/**
 * Which display suits: bars on a terminal, lines elsewhere, nothing with --silent.
 */
import type { Surroundings } from '../surroundings.js';
import { isTerminal, styleFor } from '../terminal.js';
import { ProgressLines } from './lines.js';
import { noProgress, type Progress } from './progress.js';

/** What is going to be shown. */
export interface ProgressPlan {
  readonly files: number;
  readonly parallel: number;
  readonly silent: boolean;
}

const USUAL_ROWS = 24;

/** The display for standard error. */
export async function chooseProgress(
  { files, parallel, silent }: ProgressPlan,
  around: Surroundings,
): Promise<Progress> {
  const { stderr, env, clock } = around;
  const now = (): number => clock.now();
  if (silent) return noProgress;
  if (!isTerminal(stderr, env)) return new ProgressLines((text) => stderr.write(text), files, now);
  const { ProgressBars } = await import('./bars.js');
  return new ProgressBars(
    stderr,
    { files, parallel, rows: stderr.rows ?? USUAL_ROWS, style: styleFor(stderr, env) },
    now,
  );
}
