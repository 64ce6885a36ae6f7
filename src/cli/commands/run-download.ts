/**
 * The story of `tickwire download`: what is shown, what is downloaded, and what is said when it is over.
 */
import { statSync } from 'node:fs';
import { downloadAll } from '../download/download-all.js';
import type { OutputPlace } from '../download/file-name.js';
import { fieldValue } from '../exchange/exchange.js';
import { openSession } from '../exchange/open-session.js';
import { ExitCode } from '../exit-code.js';
import { interruptionOf } from '../interruption.js';
import { plannedHeaders, planFor } from '../options/plan.js';
import { quietObserver, verboseObserver } from '../output/verbose.js';
import { writePictures } from '../pictures/pictures.js';
import { chooseProgress } from '../progress/choose.js';
import type { Surroundings } from '../surroundings.js';
import { commandLineWith } from './command-line.js';
import type { DownloadFlags } from './download.js';

/** Downloads the addresses. Returns the exit code. */
export async function runDownload(
  urls: readonly string[],
  flags: DownloadFlags,
  around: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, signal } = around;
  const { headers, userAgent } = plannedHeaders(flags, false);
  const plans = urls.map((url) => planFor('GET', url, withIdentity(headers), null, flags));
  const job = {
    plans,
    place: placeOf(flags.output, urls.length),
    parallel: flags.parallel,
    resume: flags.continue === true,
    overwrite: flags.remoteName === true || placeOf(flags.output, urls.length).kind === 'file',
  };
  const progress = await chooseProgress(
    { files: urls.length, parallel: flags.parallel, silent: flags.silent === true },
    around,
  );
  const observer =
    flags.verbose === true
      ? verboseObserver((line) => {
          progress.line(line);
        })
      : quietObserver;
  const quiet = flags.silent === true && flags.showError !== true;
  const complain = (line: string): void => {
    if (flags.silent !== true) progress.line(line);
    else if (!quiet) stderr.write(`${line}\n`);
  };
  const leftBehind: string[] = [];
  const { parallel } = flags;
  const session = await openSession({ flags, userAgent, parallel, gates: [], observer, warn: complain }, around);
  try {
    const json = flags.json === true ? (line: string): void => void stdout.write(`${line}\n`) : null;
    const codes = await downloadAll(job, session, { progress, json, complain }, leftBehind);
    writePictures(flags, session.exchanges);
    return codes.find((code) => code !== ExitCode.OK) ?? ExitCode.OK;
  } finally {
    progress.end();
    await session.close();
    if (leftBehind.length > 0 && !quiet) {
      const how = interruptionOf(signal) === null ? '' : 'interrupted; ';
      stderr.write(`tickwire: ${how}kept ${leftBehind.join(', ')}. To go on: ${commandLineWith('-c', around.argv)}\n`);
    }
  }
}

/** Bytes on the disk are to be those of the resource: a coding of the transfer could not be resumed. */
function withIdentity(headers: ReturnType<typeof plannedHeaders>['headers']): typeof headers {
  return fieldValue(headers, 'Accept-Encoding') === null ? [...headers, ['Accept-Encoding', 'identity']] : headers;
}

/** Several files need a folder; a single one is saved as what -o says, unless that is a folder. */
function placeOf(output: string | undefined, files: number): OutputPlace {
  if (output === undefined) return { kind: 'folder', path: '.' };
  const folder = files > 1 || output.endsWith('/') || isFolder(output);
  return { kind: folder ? 'folder' : 'file', path: output };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whatever is wrong with the path is told when it is written to.
    return false;
  }
}
