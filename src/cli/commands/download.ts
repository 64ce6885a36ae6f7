/**
 * `tickwire download URL...`: its options, and the story of a run.
 */
import { statSync } from 'node:fs';
import { Command, Option } from 'commander';
import { Complaint } from '../complaint.js';
import { downloadAll } from '../download/download-all.js';
import type { OutputPlace } from '../download/file-name.js';
import { fieldValue } from '../exchange/exchange.js';
import { openSession } from '../exchange/open-session.js';
import { ExitCode } from '../exit-code.js';
import { interruptionOf } from '../interruption.js';
import { checkInterface } from '../options/interface-option.js';
import { plannedHeaders, planFor } from '../options/plan.js';
import { addRequestOptions, type RequestFlags } from '../options/request-options.js';
import { readUrlList } from '../options/url-list.js';
import { collectAddress, parseParallel } from '../options/values.js';
import { quietObserver, verboseObserver } from '../output/verbose.js';
import { writePictures } from '../pictures/pictures.js';
import { chooseProgress } from '../progress/choose.js';
import type { Surroundings } from '../surroundings.js';
import { commandLineWith } from './command-line.js';

interface DownloadFlags extends RequestFlags {
  readonly output?: string;
  readonly remoteName?: true;
  readonly continue?: true;
  readonly inputFile?: string;
  readonly parallel: number;
}

/** The command. @param finish - Takes the exit code. */
export function downloadCommand(around: Surroundings, finish: (code: ExitCode) => void): Command {
  const command = new Command('download')
    .summary('saves files, several at a time, and goes on where it was cut short')
    .description(
      'Saves each address as a file that is named like its end. A file is NAME.part until all of it is there; one that is there already is not replaced, unless -O or -o FILE says so.',
    )
    .argument('[URL...]', 'what to save; without a scheme, http:// is meant', collectAddress)
    .option('-i, --input-file <file>', 'addresses from a file, one a line, or from standard input with -')
    .option('-o, --output <place>', 'the file to save as, or the folder to save into (it ends in /, or is there)')
    .option('-O, --remote-name', 'replace files that are there')
    .option('-c, --continue', 'go on with part files; leave whole files alone')
    .addOption(new Option('-P, --parallel <count>', 'how many at a time').argParser(parseParallel).default(6));
  addRequestOptions(command);
  return command.action(async (urls: string[] | undefined, flags: DownloadFlags) => {
    checkInterface(flags.interface, (option) => command.getOptionValueSource(option) === 'cli');
    const listed = flags.inputFile === undefined ? [] : await readUrlList(flags.inputFile, around.stdin);
    const all = [...(urls ?? []), ...listed];
    if (all.length === 0) {
      throw new Complaint('download', 'no address was given', 'tickwire download URL, or -i FILE', ExitCode.USAGE);
    }
    finish(await run(all, flags, around));
  });
}

async function run(urls: readonly string[], flags: DownloadFlags, around: Surroundings): Promise<ExitCode> {
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
  const progress = chooseProgress(
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
  const session = openSession({ flags, userAgent, parallel, gates: [], observer, warn: complain }, around);
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
