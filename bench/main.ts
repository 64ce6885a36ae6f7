/**
 * Runs the benchmarks, or takes the results of an earlier run, and writes what was asked for.
 *
 * Ends with code 1 when tickwire failed in a workload; peers that fail are only reported.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { argv, env, exit, stderr, stdout } from 'node:process';
import { PACKAGE, stage } from '../scripts/package/stage.js';
import { readCommandLine, type Request } from './command-line.js';
import { coverageOf, requireWhole } from './coverage.js';
import { measureAll } from './measure-all.js';
import { isOurs } from './peers/peer.js';
import { projectFile } from './project-file.js';
import { updateDocuments } from './report/documents.js';
import { fullReport } from './report/report.js';
import type { Results } from './results.js';

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Where the results go that nobody gave a name. Those of a quick run are not kept. */
function defaultPath({ machine, scale }: Results): string | null {
  return scale === 'quick' ? null : projectFile(`bench/results/${machine.date.replaceAll(':', '-')}.json`);
}

function oursFailed({ workloads }: Results): boolean {
  return workloads.some(({ variants }) =>
    variants.some(({ peers }) => peers.some(({ peer, outcome }) => isOurs(peer) && outcome.kind === 'failed')),
  );
}

async function run(request: Request): Promise<number> {
  const results = request.from === null ? await measure(request) : readResults(request.from, request.updateDocs);
  if (request.markdown !== null) write(request.markdown, await fullReport(results));
  if (request.updateDocs) await updateDocuments(results);
  return oursFailed(results) ? 1 : 0;
}

async function measure(request: Request): Promise<Results> {
  if (request.packaged) await stage(PACKAGE);
  return measureAll(request, (results) => {
    const path = request.json ?? defaultPath(results);
    if (path !== null) write(path, `${JSON.stringify(results, null, 2)}\n`);
  });
}

function readResults(path: string, whole: boolean): Results {
  const results = JSON.parse(readFileSync(path, 'utf8')) as Results;
  if (whole) requireWhole(coverageOf(results));
  return results;
}

/** nginx, the measured processes and the files end with this process, if it gets to end. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => exit(130));

try {
  const request = readCommandLine(argv.slice(2), env.INIT_CWD ?? process.cwd());
  if ('notice' in request) stdout.write(request.notice);
  else process.exitCode = await run(request);
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
