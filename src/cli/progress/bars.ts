/**
 * Progress on a terminal: a bar for each running download, one for all of them, and above them a line for each that ended.
 *
 * The one file of the downloads that knows cli-progress. Bars are places: a download takes a free one and leaves it for
 * the next, so a thousand downloads need no more lines than run at a time.
 */
import cliProgress, { type MultiBar, type Options, type SingleBar } from 'cli-progress';
import { bytesText } from '../quantity.js';
import type { OutputStream, TextStyle } from '../terminal.js';
import { barLine, type BarWords } from './bar-line.js';
import { FileState, paceText } from './file-state.js';
import { outcomeLine } from './outcome-line.js';
import type { FileProgress, Progress } from './progress.js';
import { Tally } from './tally.js';

const FRAMES_PER_SECOND = 12;
const USUAL_COLUMNS = 80;

interface Place {
  state: FileState | null;
}

/** What the bars need to know beforehand. */
export interface BarsPlan {
  /** How many downloads there are in all. */
  readonly files: number;
  /** How many of them run at a time. */
  readonly parallel: number;
  /** The lines of the terminal. */
  readonly rows: number;
  readonly style: TextStyle;
}

/** Bars. */
export class ProgressBars implements Progress {
  readonly #stream: OutputStream;
  readonly #plan: BarsPlan;
  readonly #now: () => number;
  readonly #bars: MultiBar;
  readonly #places: Place[];
  readonly #running = new Set<FileState>();
  readonly #tally: Tally;
  /** The characters of the longest name so far. */
  #longest = 0;

  constructor(stream: OutputStream, plan: BarsPlan, now: () => number) {
    this.#stream = stream;
    this.#plan = plan;
    this.#now = now;
    this.#tally = new Tally(plan.files, now());
    const count = Math.max(1, Math.min(plan.files, plan.parallel, plan.rows - 3));
    this.#places = Array.from({ length: count }, () => ({ state: null }));
    this.#bars = new cliProgress.MultiBar({
      stream,
      hideCursor: true,
      clearOnComplete: true,
      // A line that was logged above moves the bars down: what is below has to be drawn anew, changed or not.
      forceRedraw: true,
      gracefulExit: false,
      fps: FRAMES_PER_SECOND,
      format: (options, _params, payload: { line: (options: Options) => string }) => payload.line(options),
    });
    for (const place of this.#places) this.#add((options) => this.#fileLine(place, options));
    if (plan.files > 1) this.#add((options) => this.#totalLine(options));
  }

  begin(name: string): FileProgress {
    const state = new FileState(name, this.#now());
    this.#running.add(state);
    this.#longest = Math.max(this.#longest, name.length);
    const place = this.#places.find((candidate) => candidate.state === null);
    if (place !== undefined) place.state = state;
    return {
      size: (have, whole) => {
        state.sized(have, whole);
      },
      took: (bytes) => {
        state.took(bytes, this.#now());
        this.#tally.meter.take(bytes, this.#now());
      },
      waiting: (word) => {
        state.waiting = word;
      },
      end: (outcome) => {
        this.#running.delete(state);
        this.#tally.count(outcome);
        if (place !== undefined) place.state = null;
        this.line(outcomeLine(state, outcome, this.#now(), this.#plan.style));
      },
    };
  }

  line(text: string): void {
    // The bars' log writes over the lines of the bars, so what is left of them behind the text is erased. Wrapping is off
    // for the sake of the bars, but a line of text may be longer than the terminal is wide.
    this.#bars.log(`\u001b[?7h${text}\u001b[?7l\u001b[K\n`);
  }

  end(): void {
    const summary = this.#tally.summary(this.#now());
    if (summary !== null) this.line(summary);
    // Draws what was logged since the last frame, then clears the bars.
    this.#bars.update();
    this.#bars.stop();
  }

  #add(line: (options: Options) => string): SingleBar {
    return this.#bars.create(1, 0, { line });
  }

  #fileLine({ state }: Place, options: Options): string {
    if (state === null) return '';
    const { name, fraction } = state;
    return this.#line({ name, fraction, amount: state.amount(), pace: state.pace(this.#now()) }, options);
  }

  #totalLine(options: Options): string {
    const { files, style } = this.#plan;
    const { over, meter } = this.#tally;
    const running = [...this.#running];
    const known = running.every((state) => state.whole !== null) && over + running.length === files;
    const left = known ? running.reduce((sum, state) => sum + (state.whole ?? 0) - state.have, 0) : null;
    const begun = running.reduce((sum, state) => sum + (state.fraction ?? 0), 0);
    const name = `${over} of ${files} files`;
    const pace = paceText(meter, left, this.#now());
    const line = this.#line({ name, fraction: (over + begun) / files, amount: bytesText(meter.bytes), pace }, options);
    return style.strong(name) + line.slice(name.length);
  }

  #line(words: BarWords, options: Options): string {
    const columns = this.#stream.columns ?? USUAL_COLUMNS;
    return barLine(words, columns, this.#longest, (fraction, barsize) =>
      cliProgress.Format.BarFormat(fraction, { ...options, barsize }),
    );
  }
}
