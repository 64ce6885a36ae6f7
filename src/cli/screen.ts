/**
 * How a run is shown while it goes on: progress bars on a terminal, plain lines anywhere else.
 *
 * The one file that knows terminals and cli-progress. Whoever reports says what a transfer is doing; how that looks, and
 * how often, is decided here.
 */
import cliProgress, { type MultiBar, type Options, type Params, type SingleBar } from 'cli-progress';
import { bytesText, secondsText } from './quantity.js';
import type { TextStyle } from './report.js';
import type { Transfer } from './transfer.js';

/** The stream that is written to: what of process.stdout is needed. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
};

/** Where a run reports to. */
export interface Screen {
  readonly style: TextStyle;
  /** Writes a line of its own. Not while transfers are shown. */
  line(text: string): void;
  /** Shows what a transfer is doing now. Cheap enough for every frame. */
  show(transfer: Transfer): void;
  /** Ends the showing of transfers and gives the terminal back as it was. */
  rest(): void;
}

const escape = (code: number, end: number) => (text: string) => `\u001b[${code}m${text}\u001b[${end}m`;
const plain = (text: string): string => text;
const plainStyle: TextStyle = { strong: plain, good: plain, bad: plain };
const colourStyle: TextStyle = { strong: escape(1, 22), good: escape(32, 39), bad: escape(31, 39) };

/**
 * The screen for a stream.
 *
 * @param now - The time in milliseconds.
 */
export function screenFor(stream: OutputStream, env: NodeJS.ProcessEnv, now: () => number): Screen {
  const terminal = stream.isTTY === true && env.TERM !== 'dumb';
  return terminal ? new BarScreen(stream) : new LineScreen(stream, now);
}

/** Plain lines: one when a transfer begins, one when it ends, and about one a second in between. */
class LineScreen implements Screen {
  readonly style = plainStyle;
  readonly #shownAt = new Map<Transfer, number>();

  constructor(
    readonly stream: OutputStream,
    readonly now: () => number,
  ) {}

  line(text: string): void {
    this.stream.write(`${text}\n`);
  }

  show(transfer: Transfer): void {
    const shownAt = this.#shownAt.get(transfer);
    if (shownAt !== undefined && !transfer.over && this.now() - shownAt < 1000) return;
    this.#shownAt.set(transfer, this.now());
    if (shownAt === undefined) this.line(`${title(transfer)} ...`);
    if (transfer.over) this.line(`${title(transfer)} ${outcome(transfer)}`);
    else if (shownAt !== undefined) this.line(`${title(transfer)} ${amount(transfer)}`);
  }

  rest(): void {
    this.#shownAt.clear();
  }
}

/** A bar for each transfer, redrawn a few times a second. */
class BarScreen implements Screen {
  readonly style: TextStyle;
  #bars: MultiBar | null = null;
  readonly #barOf = new Map<Transfer, SingleBar>();

  constructor(readonly stream: OutputStream) {
    this.style = stream.hasColors?.() === true ? colourStyle : plainStyle;
  }

  line(text: string): void {
    this.stream.write(`${text}\n`);
  }

  show(transfer: Transfer): void {
    this.#bars ??= new cliProgress.MultiBar({
      stream: this.stream,
      hideCursor: true,
      barsize: barSize(this.stream.columns ?? 80),
      fps: 15,
      format: barLine,
    });
    let bar = this.#barOf.get(transfer);
    if (bar === undefined) {
      bar = this.#bars.create(1, 0, { transfer });
      this.#barOf.set(transfer, bar);
    }
    const length = transfer.answer?.length ?? -1;
    if (length > 0) bar.setTotal(length);
    bar.update(transfer.state === 'done' ? bar.getTotal() : length > 0 ? transfer.received : 0);
  }

  rest(): void {
    this.#bars?.stop();
    this.#bars = null;
    this.#barOf.clear();
  }
}

/** What is left of the line by the words around the bar. */
function barSize(columns: number): number {
  return Math.max(5, Math.min(30, columns - 62));
}

function barLine(options: Options, params: Params, payload: { transfer: Transfer }): string {
  const { transfer } = payload;
  const bar = cliProgress.Format.BarFormat(params.progress, options);
  return `${title(transfer)} [${bar}] ${transfer.over ? outcome(transfer) : amount(transfer)}`;
}

function title(transfer: Transfer): string {
  const { method, url } = transfer.request;
  return `${method.padEnd(4)} ${shortened(url.host + url.pathname).padEnd(28)}`;
}

function shortened(text: string): string {
  return text.length <= 28 ? text : `${text.slice(0, 13)}…${text.slice(-14)}`;
}

function amount(transfer: Transfer): string {
  const length = transfer.answer?.length ?? -1;
  if (transfer.answer === null) return transfer.state;
  return length < 0 ? bytesText(transfer.received) : `${bytesText(transfer.received)} of ${bytesText(length)}`;
}

function outcome(transfer: Transfer): string {
  if (transfer.failure !== null) return 'failed';
  const code = transfer.answer?.code ?? 0;
  return `${code}, ${bytesText(transfer.received)} in ${secondsText(transfer.elapsedMs)} s`;
}
