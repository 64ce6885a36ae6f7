/**
 * `tickwire download URL...`: its options. The story of a run is run-download.ts.
 */
import { Command, Option } from 'commander';
import { Complaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import { checkCombinations } from '../options/combinations.js';
import { addRequestOptions, type RequestFlags } from '../options/request-options.js';
import { readUrlList } from '../options/url-list.js';
import { collectAddress, parseParallel } from '../options/values.js';
import type { Surroundings } from '../surroundings.js';

/** The options of download. */
export interface DownloadFlags extends RequestFlags {
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
    checkCombinations(flags.interface, (option) => command.getOptionValueSource(option) === 'cli');
    const listed = flags.inputFile === undefined ? [] : await readUrlList(flags.inputFile, around.stdin);
    const all = [...(urls ?? []), ...listed];
    if (all.length === 0) {
      throw new Complaint('download', 'no address was given', 'tickwire download URL, or -i FILE', ExitCode.USAGE);
    }
    const { runDownload } = await import('./run-download.js');
    finish(await runDownload(all, flags, around));
  });
}
