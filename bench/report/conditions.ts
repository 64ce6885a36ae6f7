/** On what the figures were measured, in Markdown. */
import { isBusy } from '../machine.js';
import type { Results } from '../results.js';
import { inDigits } from './numbers.js';

export function conditions({ machine, rounds, scale }: Results): string {
  const { date, processor, cores, memory, system, versions, load } = machine;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const parts = [
    `Measured on ${date.slice(0, 10)} on ${cores} × ${processor} with ${memory} GiB and ${system}; ${named.join(', ')}. ` +
      `Medians of ${rounds} rounds, in parentheses the least and the most; ratios are medians of the ratios in each round. ` +
      `Load average at the start: ${inDigits(load, 2)}.`,
  ];
  if (isBusy(machine))
    parts.push('**The machine was busy with other work when this began: do not rely on the figures.**');
  if (scale === 'quick') parts.push('**A quick run, which shows that everything runs: its figures mean nothing.**');
  return parts.join('\n\n');
}
