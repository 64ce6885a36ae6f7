/**
 * What the command knows of terminals: whether a stream is one, how wide it is, and which colours it may be given.
 *
 * Everything that draws asks here, so that a pipe, TERM=dumb and NO_COLOR mean the same everywhere.
 */

/** The stream that is written to: what of process.stdout is needed. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  hasColors?(env?: object): boolean;
};

/** How a word looks: plain, or with the escape codes of a terminal. */
export interface TextStyle {
  strong(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
}

const escape = (code: number, end: number) => (text: string) => `\u001b[${code}m${text}\u001b[${end}m`;
const plain = (text: string): string => text;

/** No escape codes at all. */
export const plainStyle: TextStyle = { strong: plain, good: plain, bad: plain, faint: plain };

const colourStyle: TextStyle = {
  strong: escape(1, 22),
  good: escape(32, 39),
  bad: escape(31, 39),
  faint: escape(2, 22),
};

/** Whether lines on the stream can be drawn anew. */
export function isTerminal(stream: OutputStream, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** The style for a stream: colours on a terminal that has them, unless NO_COLOR is set. */
export function styleFor(stream: OutputStream, env: NodeJS.ProcessEnv): TextStyle {
  const wanted = env.NO_COLOR === undefined || env.NO_COLOR === '';
  return wanted && isTerminal(stream, env) && stream.hasColors?.() === true ? colourStyle : plainStyle;
}
