/**
 * What is known to differ, in two places: docs/compatibility.md says for people which cases and why, and
 * test/data/oracle/differences.json for the test how exactly, a line for each thing (differences.ts).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export const PAGE = 'docs/compatibility.md';
const LINES = 'test/data/oracle/differences.json';

/** Lines by case name. */
export type KnownLines = Readonly<Record<string, readonly string[]>>;

export function readKnownLines(): KnownLines {
  return existsSync(LINES) ? (JSON.parse(readFileSync(LINES, 'utf8')) as KnownLines) : {};
}

export function writeKnownLines(known: KnownLines): void {
  writeFileSync(LINES, `${JSON.stringify(known, null, 1)}\n`);
}

/** The case names on the page: everything in backticks in the columns headed `Cases`. */
export function readCasesOnPage(): ReadonlySet<string> {
  const names = new Set<string>();
  let column = -1;
  for (const line of readFileSync(PAGE, 'utf8').split('\n')) {
    const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).map((cell) => cell.trim()) : [];
    if (cells.length === 0) column = -1;
    else if (cells.includes('Cases')) column = cells.indexOf('Cases');
    else for (const [, name] of cells[column]?.matchAll(/`(\w+)`/g) ?? []) names.add(name!);
  }
  return names;
}
