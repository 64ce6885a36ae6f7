/** Measures what was asked for, and reports each workload as soon as it is through. */
import { stderr, stdout } from 'node:process';
import type { Request } from './command-line.js';
import { compare } from './comparison.js';
import { describeMachine } from './machine.js';
import { conditions } from './report/conditions.js';
import { laidOut } from './report/report.js';
import { workloadSection } from './report/workload-section.js';
import type { Results, WorkloadResult } from './results.js';
import { startSite } from './server/site.js';

/** @param keep - Gets the results after each workload: a whole run is long, and may be cut short. */
export async function measureAll(request: Request, keep: (results: Results) => void): Promise<Results> {
  const { workloads, scale, rounds } = request;
  const done: WorkloadResult[] = [];
  const results: Results = { machine: describeMachine(), scale, rounds, workloads: done };
  stdout.write(await laidOut([conditions(results)]));
  const site = await startSite(scale);
  const progress = (what: string): void => void stderr.write(`${what}\n`);
  try {
    for (const workload of workloads) {
      const result = await compare(workload, { ...request, site, progress });
      done.push(result);
      stdout.write(`\n${await laidOut([workloadSection(result, scale === 'full')])}`);
      keep(results);
    }
  } finally {
    await site.stop();
  }
  return results;
}
