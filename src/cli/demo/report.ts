/**
 * The text at the end of a run: a row for each transfer, then what the frames cost.
 *
 * Pure: figures in, lines out. It knows neither HTTPClient nor the screen.
 */
import { distributionOf } from './distribution.js';
import type { FrameTimes } from './frame-loop.js';
import { bytesText, megabytesPerSecond, secondsText } from '../quantity.js';
import type { TextStyle } from '../terminal.js';
import type { ShownTransfer } from './screen.js';

/** One transfer, as the report shows it. */
export interface TransferRow {
  readonly method: string;
  readonly url: string;
  /** The HTTP status code, or null when there was no complete answer. */
  readonly code: number | null;
  readonly bytes: number;
  readonly elapsedMs: number;
  readonly frames: number;
  /** What part the cache had in the answer, where there is one. */
  readonly cache?: string;
}

/** Below this, the time is that of the round trip and a rate would say nothing. */
const RATED_FROM_BYTES = 1_000_000;

/** The row of a transfer. */
export function rowOf(transfer: ShownTransfer & { readonly frames: number }): TransferRow {
  return {
    method: transfer.request.method,
    url: transfer.request.url.href,
    code: transfer.failure === null ? (transfer.answer?.code ?? null) : null,
    bytes: transfer.received,
    elapsedMs: transfer.elapsedMs,
    frames: transfer.frames,
  };
}

/** The table of the transfers: a title line and a line for each. */
export function transferTable(rows: readonly TransferRow[], style: TextStyle): string[] {
  const cached = rows.some(({ cache }) => cache !== undefined);
  const titles = ['method', 'URL', 'status', ...(cached ? ['cache'] : []), 'body', 'seconds', 'frames', 'MB/s'];
  const cells = rows.map((row) => [
    row.method,
    row.url,
    row.code === null ? 'failed' : String(row.code),
    ...(cached ? [row.cache ?? ''] : []),
    bytesText(row.bytes),
    secondsText(row.elapsedMs),
    String(row.frames),
    row.bytes < RATED_FROM_BYTES ? '-' : megabytesPerSecond(row.bytes, row.elapsedMs),
  ]);
  const widths = titles.map((title, column) => Math.max(...[titles, ...cells].map((line) => line[column]!.length)));
  const line = (texts: readonly string[], paint: (text: string, column: number) => string): string =>
    texts.map((text, column) => paint(aligned(text, widths[column]!, column), column)).join('  ');
  return [
    line(titles, (text) => style.strong(text)),
    ...cells.map((texts, row) =>
      line(texts, (text, column) => (titles[column] === 'status' ? statusPaint(rows[row]!, style)(text) : text)),
    ),
  ];
}

/** How many frames there were. */
export function framesLine({ lateness, skipped }: FrameTimes): string {
  return `${lateness.length} frames, ${skipped === 0 ? 'none skipped' : `${skipped} skipped`}.`;
}

/**
 * What the frames cost: two lines of figures in milliseconds under a title line.
 *
 * @param measured - What the measured part of a frame was.
 */
export function frameTable(times: FrameTimes, style: TextStyle, measured: string): string[] {
  const rows = [
    ['frame lateness', times.lateness],
    [measured, times.polling],
  ] as const;
  return [
    style.strong(
      ['milliseconds'.padEnd(26), ...['mean', 'p50', 'p99', 'max'].map((title) => title.padStart(7))].join(''),
    ),
    ...rows.map(([name, samples]) => {
      const { mean, p50, p99, max } = distributionOf(samples);
      return [name.padEnd(26), ...[mean, p50, p99, max].map((ms) => ms.toFixed(2).padStart(7))].join('');
    }),
  ];
}

function aligned(text: string, width: number, column: number): string {
  return column < 2 ? text.padEnd(width) : text.padStart(width);
}

function statusPaint({ code }: TransferRow, style: TextStyle): (text: string) => string {
  return code !== null && code < 400 ? style.good : style.bad;
}
