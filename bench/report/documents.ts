/** Puts reports into the project's documents, between two marks, which stay. */
import { readFileSync, writeFileSync } from 'node:fs';
import { projectFile } from '../project-file.js';
import type { Results } from '../results.js';
import { fullReport, shortReport } from './report.js';

const BEGIN = '<!-- benchmarks: begin, written by `npm run bench -- --update-docs` -->';
const END = '<!-- benchmarks: end -->';

/** @throws Error when a document has no marks; then none is changed. */
export async function updateDocuments(results: Results): Promise<void> {
  const changed = [
    ['README.md', await shortReport(results)],
    ['docs/performance.md', await fullReport(results)],
  ] as const;
  const texts = changed.map(([name, report]) => {
    const path = projectFile(name);
    return [path, withReport(readFileSync(path, 'utf8'), report, name)] as const;
  });
  for (const [path, text] of texts) writeFileSync(path, text);
}

/**
 * A document with this between its marks.
 *
 * @throws Error when it does not have both of them, in order.
 */
export function withReport(document: string, report: string, name: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${name} does not have the marks "${BEGIN}" and "${END}"`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${report.trim()}\n\n${document.slice(end)}`;
}
