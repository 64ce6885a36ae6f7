/**
 * `tickwire get URL...`: its options, and the story of a run.
 */
import { Command, Option } from 'commander';
import { Complaint } from '../complaint.js';
import { nameFromUrl } from '../download/file-name.js';
import { ExitCode } from '../exit-code.js';
import { collectAddress, collectFormField, collectText, parseMethod, parseParallel } from '../options/values.js';
import { encodedForm, hasBody, type BodyFlags } from '../options/request-body.js';
import { addRequestOptions } from '../options/request-options.js';
import type { Surroundings } from '../surroundings.js';
import type { PrintFlags, PrintRequest } from './print-all.js';

interface GetFlags extends PrintFlags {
  readonly request?: string;
  readonly head?: true;
  readonly remoteName?: true;
  readonly parallel: number;
}

/** The command. @param finish - Takes the exit code. */
export function getCommand(around: Surroundings, finish: (code: ExitCode) => void): Command {
  const command = new Command('get')
    .summary('prints what is at each address')
    .description(
      "Prints the bodies of the responses, byte for byte and nothing else, in the order of the addresses. Compressed ones are decoded, unless -H 'Accept-Encoding: ...' asks for something else.",
    )
    .argument('<URL...>', 'what to get; without a scheme, http:// is meant', collectAddress)
    .option('-X, --request <method>', 'the method; else GET, HEAD with -I, or POST with -d or --form', parseMethod)
    .option('-I, --head', 'ask with HEAD and print the heads of the responses')
    .option('-O, --remote-name', 'write each body to a file that is named like the end of its address')
    .addOption(
      new Option('-P, --parallel <count>', 'how many requests at a time; output stays in order')
        .argParser(parseParallel)
        .default(1),
    );
  addPrintOptions(command);
  return command.action(async (urls: string[], flags: GetFlags) => {
    if (flags.remoteName === true && flags.output !== undefined) {
      throw new Complaint('-o and -O', 'only one of them can name the file', '', ExitCode.USAGE);
    }
    if (flags.output !== undefined && flags.output !== '-' && urls.length > 1) {
      throw new Complaint(
        `-o ${flags.output}`,
        'there are several addresses',
        '-O, or tickwire download',
        ExitCode.USAGE,
      );
    }
    const method = flags.request ?? (flags.head === true ? 'HEAD' : hasBody(flags) ? 'POST' : 'GET');
    const requests = urls.map((url) => request(method, url, flags));
    const wanted = { ...flags, heads: flags.head === true || flags.include === true };
    const { printAll } = await import('./print-all.js');
    finish(await printAll(requests, wanted, (option) => command.getOptionValueSource(option) === 'cli', around));
  });
}

/** Adds the options that get and request share, then those that all share. */
export function addPrintOptions(command: Command): void {
  command
    .option(
      '-d, --data <data>',
      'what to send: text, @FILE, or - for standard input; several are joined by &',
      collectText,
    )
    .option('--form <name=value>', 'a form field to send; in the query with GET and HEAD', collectFormField)
    .option('-o, --output <file>', 'write the body to this file, replacing what is there')
    .option('-i, --include', "print each response's head before its body")
    .option('-f, --fail', 'take a 4xx or 5xx answer for a failure and print nothing of it');
  addRequestOptions(command);
}

/** One request: form fields go where the method has room for them. */
function request(method: string, url: string, flags: GetFlags): PrintRequest {
  const file = flags.remoteName === true ? nameFromUrl(url) : (flags.output ?? '-');
  return { ...requestWithForm(method, url, flags), file: file === '-' ? null : file };
}

/** The address and what goes along, with the form fields in the query where there is no body. */
export function requestWithForm(
  method: string,
  url: string,
  { data = [], form = [] }: BodyFlags,
): Omit<PrintRequest, 'file'> {
  if (form.length === 0 || (method !== 'GET' && method !== 'HEAD')) return { method, url, body: { data, form } };
  const parsed = new URL(url);
  parsed.search += `${parsed.search === '' ? '' : '&'}${encodedForm(form)}`;
  return { method, url: parsed.href, body: { data } };
}
