/**
 * `tickwire request METHOD URL`: its options, and the story of a run.
 */
import { Command } from 'commander';
import type { ExitCode } from '../exit-code.js';
import { parseAddress, parseMethod } from '../options/values.js';
import type { Surroundings } from '../surroundings.js';
import { addPrintOptions, requestWithForm } from './get.js';
import type { PrintFlags } from './print-all.js';

/** The command. @param finish - Takes the exit code. */
export function requestCommand(around: Surroundings, finish: (code: ExitCode) => void): Command {
  const command = new Command('request')
    .summary('sends a request with any method')
    .description('Sends one request and prints the body of the response, byte for byte.')
    .argument(
      '<METHOD>',
      'GET, HEAD, POST, PUT, DELETE, OPTIONS or PATCH; with --interface godot TRACE too',
      parseMethod,
    )
    .argument('<URL>', 'where to; without a scheme, http:// is meant', parseAddress);
  addPrintOptions(command);
  return command.action(async (method: string, url: string, flags: PrintFlags) => {
    const file = flags.output === undefined || flags.output === '-' ? null : flags.output;
    const wanted = { ...flags, parallel: 1, heads: flags.include === true || method === 'HEAD' };
    const typed = (option: string): boolean => command.getOptionValueSource(option) === 'cli';
    const { printAll } = await import('./print-all.js');
    finish(await printAll([{ ...requestWithForm(method, url, flags), file }], wanted, typed, around));
  });
}
