/**
 * How a run is shown while it goes on: progress bars on a terminal, plain lines anywhere else.
 *
 * The one file of the demo that knows cli-progress. Whoever reports says what a transfer is doing; how that looks, and
 * how often, is decided here.
 */
import cliProgress, { type MultiBar, type Options, type Params, type SingleBar } from 'cli-progress';
import { bytesText, secondsText } from '../quantity.js';
import { isTerminal, plainStyle, styleFor, type OutputStream, type TextStyle } from '../terminal.js';
import type { Transfer } from './transfer.js';

/** What of a transfer is shown, whichever interface makes it. */
export type ShownTransfer = Pick<
  Transfer,
  'request' | 'answer' | 'received' | 'over' | 'state' | 'failure' | 'elapsedMs'
>;

/** Where a run reports to. */
export interface Screen {
  readonly style: TextStyle;
  /** Writes a line of its own. Not while transfers are shown. */
  line(text: string): void;
  /** Shows what a transfer is doing now. Cheap enough for every frame. */
  show(transfer: ShownTransfer): void;
  /** Ends the showing of transfers and gives the terminal back as it was. */
  rest(): void;
}

/**
 * The screen for a stream.
 *
 * @param now - The time in milliseconds.
 */
export function screenFor(stream: OutputStream, env: NodeJS.ProcessEnv, now: () => number): Screen {
  return isTerminal(stream, env) ? new BarScreen(stream, styleFor(stream, env)) : new LineScreen(stream, now);
}

/** Plain lines: one when a transfer begins, one when it ends, and about one a second in between. */
class LineScreen implements Screen {
  readonly style = plainStyle;
  readonly #shownAt = new Map<ShownTransfer, number>();

  constructor(
    readonly stream: OutputStream,
    readonly now: () => number,
  ) {}

  line(text: string): void {
    this.stream.write(`${text}\n`);
  }

  show(transfer: ShownTransfer): void {
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
  #bars: MultiBar | null = null;
  readonly #barOf = new Map<ShownTransfer, SingleBar>();

  constructor(
    readonly stream: OutputStream,
    readonly style: TextStyle,
  ) {}

  line(text: string): void {
    this.stream.write(`${text}\n`);
  }

  show(transfer: ShownTransfer): void {
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

function barLine(options: Options, params: Params, payload: { transfer: ShownTransfer }): string {
  const { transfer } = payload;
  const bar = cliProgress.Format.BarFormat(params.progress, options);
  return `${title(transfer)} [${bar}] ${transfer.over ? outcome(transfer) : amount(transfer)}`;
}

function title(transfer: ShownTransfer): string {
  const { method, url } = transfer.request;
  return `${method.padEnd(4)} ${shortened(url.host + url.pathname).padEnd(28)}`;
}

function shortened(text: string): string {
  return text.length <= 28 ? text : `${text.slice(0, 13)}…${text.slice(-14)}`;
}

function amount(transfer: ShownTransfer): string {
  const length = transfer.answer?.length ?? -1;
  if (transfer.answer === null) return transfer.state;
  return length < 0 ? bytesText(transfer.received) : `${bytesText(transfer.received)} of ${bytesText(length)}`;
}

function outcome(transfer: ShownTransfer): string {
  if (transfer.failure !== null) return 'failed';
  const code = transfer.answer?.code ?? 0;
  return `${code}, ${bytesText(transfer.received)} in ${secondsText(transfer.elapsedMs)} s`;
}
