/**
 * The story of `tickwire download`: several downloads at a time, each shown while it runs, and what is said at the end.
 */
import { basename } from 'node:path';
import { Complaint } from '../complaint.js';
import { shownUrl, type RequestPlan } from '../exchange/exchange.js';
import { inParallel } from '../exchange/parallel.js';
import type { Session } from '../exchange/session.js';
import { ExitCode } from '../exit-code.js';
import { jsonLine } from '../output/json.js';
import type { Progress } from '../progress/progress.js';
import { Download, type DownloadResult, type DownloadTask } from './download.js';
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
    const task = { plan, target, resume: job.resume, overwrite: job.overwrite };
    const repeated = taken.has(target);
    taken.add(target);
    try {
      if (repeated) throw sameName(task);
      tell(await downloadOne(task, session, teller, leftBehind), task, teller);
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
  { progress }: DownloadTeller,
  leftBehind: string[],
): Promise<DownloadResult> {
  const shown = progress.begin(basename(task.target));
  const download = new Download(task, session, shown);
  try {
    const result = await download.run();
    shown.end(result.outcome);
    return result;
  } catch (error) {
    shown.end(error instanceof Complaint ? 'failed' : 'stopped');
    const part = download.leftBehind;
    if (part !== null) leftBehind.push(part);
    throw error;
  }
}

function tell(
  { exchange, size, resumedFrom }: DownloadResult,
  { target }: DownloadTask,
  { json }: DownloadTeller,
): void {
  if (exchange === null || size === null) return;
  json?.(jsonLine(exchange, { file: target, fileSize: size, resumedFrom }));
}

function sameName({ plan, target }: DownloadTask): Complaint {
  const happened = `another of these addresses is saved as ${target} already`;
  return new Complaint(`download of ${shownUrl(plan.url)}`, happened, 'a command of its own with -o', ExitCode.FILE);
}
