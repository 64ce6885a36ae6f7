/** Everything that a run gave, in Markdown, laid out as the project's documents are. */
import { format, resolveConfig } from 'prettier';
import { projectFile } from '../project-file.js';
import type { Results } from '../results.js';
import { conditions } from './conditions.js';
import { summary } from './summary.js';
import { workloadSection } from './workload-section.js';

/** The whole report. */
export function fullReport(results: Results): Promise<string> {
  const sections = results.workloads.map((result) => workloadSection(result, results.scale === 'full'));
  return laidOut(['## Results', conditions(results), summary(results), ...sections]);
}

/** What README.md shows of it. */
export function shortReport(results: Results): Promise<string> {
  return laidOut([summary(results), conditions(results)]);
}

/** @param parts - Paragraphs, tables and so on. */
export async function laidOut(parts: readonly string[]): Promise<string> {
  const document = projectFile('README.md');
  return format(parts.join('\n\n'), { ...(await resolveConfig(document)), parser: 'markdown' });
}
