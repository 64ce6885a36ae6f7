/**
 * The waterfall: a row for each request, the oldest first, its bar on the time axis that all share. Rows are a list
 * box: one stop for the Tab key, arrows inside.
 */
import { timeText } from '#src/cli/pictures/time-axis.js';
import { element, freshId } from '../element.js';
import { shortAddress } from '../request/address.js';
import type { RunList } from '../runs/run-list.js';
import type { Run, StepKind } from '../runs/run.js';
import { outcomeWord } from '../runs/run-words.js';
import { timeByKind, waterfallAxis, waterfallBars, type Axis, type Bar } from './geometry.js';

const kindNames: Readonly<Record<StepKind, string>> = {
  queue: 'queue',
  connect: 'connect',
  wait: 'first byte',
  body: 'body',
  end: 'end',
};

/** Behind a mark further to the right there is no room for its time where nothing follows the bars. */
const LAST_PART = 0.85;

interface Row {
  readonly option: HTMLElement;
  readonly outcome: HTMLElement;
  readonly bars: HTMLElement;
  readonly time: HTMLElement;
  /** What of the run is shown; a row that shows it all is left alone. */
  shown: number;
}

export class WaterfallView {
  readonly #list: RunList;
  readonly #origin: string;
  readonly #onSelect: (run: Run) => void;
  readonly #marks = element('div', { class: 'marks' });
  readonly #scroller = element('div', { class: 'scroller' });
  readonly #box = element('div', { class: 'runs', role: 'listbox', tabindex: 0, 'aria-labelledby': 'requests-title' });
  readonly #empty = element('p', { class: 'hint' }, 'No request yet. The samples are one click away.');
  readonly #rows = new Map<Run, Row>();
  /** The selected run that was last brought into sight. */
  #scrolledTo: Run | null = null;

  /** @param onSelect - Called with the run that the person wants to look at. */
  constructor(place: HTMLElement, list: RunList, origin: string, onSelect: (run: Run) => void) {
    this.#list = list;
    this.#origin = origin;
    this.#onSelect = onSelect;
    const axis = element('div', { class: 'axis', 'aria-hidden': 'true' }, this.#marks);
    this.#scroller.append(axis, this.#box);
    place.append(this.#empty, this.#scroller);
    this.#box.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
  }

  /** Shows the list as it is now. */
  show(now: number): void {
    const { runs } = this.#list;
    this.#empty.hidden = runs.length > 0;
    this.#scroller.hidden = runs.length === 0;
    this.#dropRows(runs);
    const axis = waterfallAxis(runs, now);
    this.#showAxis(axis);
    for (const run of runs) this.#showRow(run, axis, now);
    this.#showSelection();
  }

  #dropRows(runs: readonly Run[]): void {
    const kept = new Set(runs);
    for (const [run, { option }] of this.#rows) {
      if (kept.has(run)) continue;
      option.remove();
      this.#rows.delete(run);
    }
  }

  #showAxis({ ticks, cuts }: Axis): void {
    this.#marks.replaceChildren(
      ...cuts.map((left) => placed(element('i', { class: 'cut', title: 'idle time was left out' }), left)),
      ...ticks.map(({ left, ms }) => {
        const attributes = { class: left > LAST_PART ? 'last' : null };
        return placed(element('span', attributes, ms === 0 ? '0' : timeText(ms)), left);
      }),
    );
  }

  #showRow(run: Run, axis: Axis, now: number): void {
    const row = this.#rows.get(run) ?? this.#addRow(run);
    row.bars.replaceChildren(...waterfallBars(run, axis, now).map(barElement));
    row.time.textContent = timeText((run.ended ?? now) - run.began);
    if (row.shown === run.version) return;
    row.shown = run.version;
    row.outcome.textContent = outcomeWord(run);
    row.option.dataset.state = run.state;
    row.option.title = partsText(run, now);
  }

  #addRow(run: Run): Row {
    const outcome = element('span', { class: 'outcome' });
    const bars = element('span', { class: 'bars' });
    const time = element('span', { class: 'time' });
    const { method, url } = run.draft;
    const name = element('span', { class: 'name' }, element('b', {}, method), ` ${shortAddress(url, this.#origin)}`);
    const option = element('div', { role: 'option', id: freshId('run'), class: 'run' }, name, outcome, bars, time);
    option.addEventListener('click', () => {
      this.#onSelect(run);
    });
    const row = { option, outcome, bars, time, shown: -1 };
    this.#rows.set(run, row);
    this.#box.append(option);
    return row;
  }

  #showSelection(): void {
    const { selected } = this.#list;
    for (const [run, { option }] of this.#rows) option.setAttribute('aria-selected', String(run === selected));
    const active = selected === null ? undefined : this.#rows.get(selected);
    if (active === undefined) this.#box.removeAttribute('aria-activedescendant');
    else this.#box.setAttribute('aria-activedescendant', active.option.id);
    if (selected !== this.#scrolledTo) active?.option.scrollIntoView({ block: 'nearest' });
    this.#scrolledTo = selected;
  }

  #onKey(event: KeyboardEvent): void {
    const { runs, selected } = this.#list;
    const last = runs.length - 1;
    const at = selected === null ? -1 : runs.indexOf(selected);
    const targets: Readonly<Record<string, number>> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: last };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const run = runs[Math.min(Math.max(target, 0), last)];
    if (run !== undefined) this.#onSelect(run);
  }
}

/** The parts of a bar in numbers. */
function partsText(run: Run, now: number): string {
  return [...timeByKind(run, now)].map(([kind, ms]) => `${kindNames[kind]} ${timeText(ms)}`).join('\n');
}

function barElement({ kind, left, width }: Bar): HTMLElement {
  const bar = placed(element('i', { class: `bar ${kind}` }), left);
  bar.style.width = percent(width);
  return bar;
}

function placed<T extends HTMLElement>(thing: T, left: number): T {
  thing.style.left = percent(left);
  return thing;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}
