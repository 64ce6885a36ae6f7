/**
 * Runs the benchmarks: all of them, or those named as arguments. Figures are medians of several rounds.
 */
import { cpus } from 'node:os';
import { argv, version } from 'node:process';
import { benchCachedGets } from './cached-gets.js';
import { benchDownload } from './download.js';
import { benchFrameDownload } from './frame-download.js';
import { benchPolls } from './polls.js';
import { benchSmallGets } from './small-gets.js';

const benchmarks: Record<string, () => Promise<void>> = {
  polls: benchPolls,
  'frame-download': benchFrameDownload,
  'small-gets': benchSmallGets,
  'cached-gets': benchCachedGets,
  download: benchDownload,
};

const wanted = argv.slice(2);
const unknown = wanted.find((name) => !(name in benchmarks));
if (unknown !== undefined) {
  console.error(`there is no benchmark "${unknown}"; known: ${Object.keys(benchmarks).join(', ')}`);
  process.exit(1);
}
const machine = cpus();
console.log(`Node ${version}, ${machine.length} × ${machine[0]?.model ?? 'unknown processor'}`);
for (const [name, run] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  await run();
}
