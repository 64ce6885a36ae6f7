/**
 * What the frames cost, in words. Pure.
 */
import { timeText } from '#src/cli/pictures/time-axis.js';
import type { FrameSummary } from './frame-log.js';

/** The figures in one line. */
export function figuresText({ perSecond, worst, late, library, worstLibrary }: FrameSummary): string {
  return [
    `${Math.round(perSecond)} frames/s`,
    `longest ${timeText(worst)}`,
    late === 0 ? 'none late' : `${late} late`,
    `library ${timeText(library)} a frame, at most ${timeText(worstLibrary)}`,
  ].join(' · ');
}
