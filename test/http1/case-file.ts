/**
 * Reads the wire cases in test/http1/cases: Markdown in which each second-level heading is a case.
 *
 * A case says in prose why, then has a block `bytes` and a block `events`. In `bytes`, line ends of the file count for
 * nothing: `\r`, `\n`, `\t`, `\0`, `\\` and `\xHH` stand for bytes, `repeat 3: abc` for `abcabcabc`, and a last line
 * `<FIN>` for the end of the connection. After the word `bytes` may come the request's method and `close` where the
 * request said `Connection: close`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feeding } from './feeding.js';

/** One case, and where it is written. */
export interface WireCase {
  readonly place: string;
  readonly name: string;
  readonly feeding: Feeding;
  /** One character for each byte. */
  readonly bytes: string;
  /** The lines of the block `events`. */
  readonly events: readonly string[];
}

interface Block {
  readonly words: readonly string[];
  readonly lines: readonly string[];
}

/** All cases of a directory, relative to the repository, in the order of files and lines. */
export function readCases(directory: string): WireCase[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.md'));
  return files.sort().flatMap((name) => readCaseFile(join(directory, name)));
}

function readCaseFile(path: string): WireCase[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const starts = lines.flatMap((line, i) => (line.startsWith('## ') ? [i] : []));
  return starts.map((start, k) => readCase(path, start, lines.slice(start, starts[k + 1])));
}

function readCase(path: string, start: number, lines: readonly string[]): WireCase {
  const place = `${path}:${start + 1}`;
  const blocks = readBlocks(lines);
  const input = blocks.find(({ words }) => words[0] === 'bytes');
  const events = blocks.find(({ words }) => words[0] === 'events');
  if (input === undefined || events === undefined || blocks.length !== 2) {
    throw new Error(`${place}: a case has one block "bytes" and one block "events"`);
  }
  if (!/[a-z]{3}/i.test(lines[2] ?? '')) throw new Error(`${place}: a case begins with a sentence that says why`);
  const fin = input.lines.at(-1) === '<FIN>';
  return {
    place,
    name: (lines[0] ?? '').slice(3),
    feeding: { method: input.words[1] ?? 'GET', requestSaysClose: input.words[2] === 'close', fin },
    bytes: (fin ? input.lines.slice(0, -1) : input.lines).map((line) => unescapeLine(line, place)).join(''),
    events: events.lines,
  };
}

function readBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open = -1;
  lines.forEach((line, i) => {
    if (!line.startsWith('```')) return;
    if (open < 0) open = i;
    else {
      blocks.push({ words: (lines[open] ?? '').slice(3).split(' '), lines: lines.slice(open + 1, i) });
      open = -1;
    }
  });
  return blocks;
}

const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0', '\\': '\\' };

function unescapeLine(line: string, place: string): string {
  const repeated = /^repeat (\d+): (.*)$/.exec(line);
  if (repeated !== null) return unescapeLine(repeated[2] ?? '', place).repeat(Number(repeated[1]));
  return line.replace(/\\(?:x([0-9a-fA-F]{2})|(.?))/g, (_, hex: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    const char = ESCAPES[letter ?? ''];
    if (char === undefined) throw new Error(`${place}: unknown escape \\${letter ?? ''}`);
    return char;
  });
}
