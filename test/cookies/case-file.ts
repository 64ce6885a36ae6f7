/**
 * Reads the cookie cases: Markdown files whose headings name a case and whose indented lines are its steps.
 *
 * `{09}` stands for the character of that code, `{x*10}` for ten times x.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type CookieStep =
  | { readonly kind: 'receive'; readonly url: string; readonly field: string }
  | { readonly kind: 'header'; readonly url: string; readonly expected: string }
  | {
      readonly kind: 'set';
      readonly host: string;
      readonly url: string;
      readonly cookie: string;
      readonly accepted: boolean;
    }
  | { readonly kind: 'pass'; readonly seconds: number };

export interface CookieCase {
  readonly name: string;
  /** Each with the place it stands at, as `file:line`. */
  readonly steps: readonly (CookieStep & { readonly at: string })[];
}

/** All cases of the files in a folder. */
export function readCookieCases(folder: string): CookieCase[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readFile(join(folder, file)));
}

function readFile(path: string): CookieCase[] {
  const cases: { name: string; steps: (CookieStep & { at: string })[] }[] = [];
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const at = `${path}:${index + 1}`;
      if (line.startsWith('## ')) cases.push({ name: line.slice(3), steps: [] });
      else if (line.startsWith('    ')) cases.at(-1)?.steps.push({ ...readStep(line.slice(4), at), at });
    });
  return cases;
}

function readStep(line: string, at: string): CookieStep {
  const text = line.slice(2);
  const [first, rest] = halves(text);
  switch (line[0]) {
    case '<':
      return { kind: 'receive', url: first, field: spellOut(rest) };
    case '>':
      return { kind: 'header', url: first, expected: spellOut(rest) };
    case '@':
      return { kind: 'pass', seconds: Number(text) };
    case '+': {
      const [url, cookie] = halves(rest.replace(/ → (true|false)$/, ''));
      return { kind: 'set', host: first, url, cookie: spellOut(cookie), accepted: text.endsWith('true') };
    }
    default:
      throw new Error(`${at}: a step begins with <, >, + or @`);
  }
}

function halves(text: string): [string, string] {
  const blank = text.indexOf(' ');
  return blank < 0 ? [text, ''] : [text.slice(0, blank), text.slice(blank + 1)];
}

function spellOut(text: string): string {
  return text
    .replace(/\{([\dA-F]{2})\}/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\{(.)\*(\d+)\}/g, (_, character: string, count: string) => character.repeat(Number(count)));
}
