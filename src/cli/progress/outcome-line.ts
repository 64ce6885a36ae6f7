/**
 * The line that stays of a download when it is over.
 */
import { bytesText } from '../quantity.js';
import type { TextStyle } from '../terminal.js';
import type { FileState } from './file-state.js';
import type { FileOutcome } from './progress.js';

/** The line. */
export function outcomeLine(state: FileState, outcome: FileOutcome, now: number, style: TextStyle): string {
  switch (outcome) {
    case 'done':
      return `${style.good(state.name)}: ${state.summary(now)}`;
    case 'failed':
    case 'stopped':
      return `${style.bad(state.name)}: ${outcome}${state.have > 0 ? ` after ${bytesText(state.have)}` : ''}`;
    case 'there already':
      return `${state.name}: there already`;
  }
}
