/**
 * The way of one request, a line a step: its name, where it lies in the whole, and how long it took.
 */
import { timeText } from '#src/cli/pictures/time-axis.js';
import { element } from '../element.js';
import type { Run } from '../runs/run.js';

export class PathView {
  readonly element = element('ol', { class: 'path', 'aria-label': 'Status path' });

  show(run: Run, now: number): void {
    const end = run.ended ?? now;
    const span = Math.max(end - run.began, 0.001);
    this.element.replaceChildren(
      ...run.steps.map(({ kind, name, from, to }) => {
        const until = to ?? end;
        const bar = element('i', { class: `bar ${kind}` });
        bar.style.left = `${((from - run.began) / span) * 100}%`;
        bar.style.width = `${((until - from) / span) * 100}%`;
        const time = kind === 'end' ? `at ${timeText(from - run.began)}` : timeText(until - from);
        return element(
          'li',
          { class: to === null ? 'step present' : 'step', 'data-kind': kind },
          element('span', { class: 'name' }, name),
          element('span', { class: 'bars', 'aria-hidden': 'true' }, bar),
          element('span', { class: 'time' }, time),
        );
      }),
    );
  }
}
