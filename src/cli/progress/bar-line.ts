/**
 * One line of progress for a terminal of any width: the name, a bar, how much of it is there, how fast it comes. What does
 * not fit is left out, the least telling first: the bar, then the amounts. Pure.
 */

/** What a line says. */
export interface BarWords {
  readonly name: string;
  /** From 0 to 1, or null while it is not known. */
  readonly fraction: number | null;
  readonly amount: string;
  readonly pace: string;
}

/** Draws a bar of so many columns. */
export type DrawBar = (fraction: number, columns: number) => string;

/** The columns of each part, as wide as it gets. */
const NAME = { least: 12, most: 28 };
const PERCENT = ' 100%'.length;
const AMOUNT = ' 1.00 GB of 1.07 GB'.length;
const PACE = '  99.9 MB/s, 2:59:59 left'.length;
const BAR = { least: 5, most: 30 };
const BRACKETS = ' []'.length;

/**
 * The line.
 *
 * @param columns - Those of the terminal.
 * @param longest - The characters of the longest name, so that bars begin below each other.
 */
export function barLine(words: BarWords, columns: number, longest: number, draw: DrawBar): string {
  const { name, fraction, amount, pace } = words;
  const nameWidth = Math.max(NAME.least, Math.min(longest, NAME.most, Math.floor(columns / 4)));
  const left = columns - nameWidth - PERCENT - AMOUNT - PACE;
  const barWidth = Math.min(BAR.most, left - BRACKETS);
  const bar = barWidth < BAR.least ? '' : ` [${fraction === null ? ' '.repeat(barWidth) : draw(fraction, barWidth)}]`;
  const percent = ` ${fraction === null ? '  ?' : `${Math.floor(fraction * 100)}`.padStart(3)}%`;
  return `${fitted(name, nameWidth)}${bar}${percent}${left < 0 ? '' : ` ${amount}`}  ${pace}`;
}

/** Exactly as wide as asked: filled up, or with the middle left out. */
function fitted(name: string, width: number): string {
  const characters = Array.from(name);
  if (characters.length <= width) return name + ' '.repeat(width - characters.length);
  const head = Math.ceil((width - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (width - 1 - head)).join('')}`;
}
