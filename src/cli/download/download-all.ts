/**
 * The story of `tickwire download`: several downloads at a time, each shown while it runs, and what is said at the end.
 */
import { basename } from 'node:path';
import { Complaint } from '../complaint.js';
import type { RequestPlan } from '../exchange/exchange.js';
import { inParallel } from '../exchange/parallel.js';
import type { Session } from '../exchange/session.js';
import { ExitCode } from '../exit-code.js';
import { jsonLine, type JsonExtras } from '../output/json.js';
import type { Progress } from '../progress/progress.js';
import { Download, type DownloadTask } from './download.js';
import { targetPath, type OutputPlace } from './file-name.js';

/** What to download, and how. */
export interface DownloadJob {
  readonly plans: readonly RequestPlan[];
  readonly place: OutputPlace;
  readonly parallel: number;
  readonly resume: boolean;
  readonly overwrite: boolean;
}

/** Where it is told about. */
export interface DownloadTeller {
  readonly progress: Progress;
  /** Writes an object of --json, or null without it. */
  readonly json: ((line: string) => void) | null;
  /** Writes a line to the error output. */
  complain(line: string): void;
}

/**
 * Downloads all.
 *
 * @param leftBehind - Gets the part files that stay behind, when the run is cut short too.
 * @returns The exit code of each.
 */
export async function downloadAll(
  job: DownloadJob,
  session: Session,
  teller: DownloadTeller,
  leftBehind: string[],
): Promise<ExitCode[]> {
  // Two addresses may end in the same name: the second one must not get the first one's file.
  const taken = new Set<string>();
  return inParallel(job.plans, job.parallel, async (plan) => {
    const target = targetPath(plan.url, job.place);
    const task = { plan, target, resume: job.resume, overwrite: job.overwrite, taken: taken.has(target) };
    taken.add(target);
    try {
      await downloadOne(task, session, teller, leftBehind);
      return ExitCode.OK;
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      teller.complain(error.line);
      return error.exitCode;
    }
  });
}

async function downloadOne(
  task: DownloadTask,
  session: Session,
  { progress, json }: DownloadTeller,
  leftBehind: string[],
): Promise<void> {
  const shown = progress.begin(basename(task.target));
  const download = new Download(task, session, shown);
  const tell = (extras: JsonExtras): void => {
    if (download.exchange !== null) json?.(jsonLine(download.exchange, extras));
  };
  try {
    const { outcome, size, resumedFrom } = await download.run();
    shown.end(outcome);
    tell({ file: task.target, fileSize: size, resumedFrom });
  } catch (error) {
    const failed = error instanceof Complaint;
    shown.end(failed ? 'failed' : 'stopped');
    const part = download.leftBehind;
    if (part !== null) leftBehind.push(part);
    if (failed) tell({});
    throw error;
  }
}
