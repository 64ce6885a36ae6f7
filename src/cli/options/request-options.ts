/**
 * The options that get, request and download share: what goes into a request, how it reaches the server, and what is
 * told about it. One table, so that an option means the same everywhere.
 */
import { Option, type Command } from 'commander';
import type { HeaderField } from '../exchange/exchange.js';
import { interfaceOption, type InterfaceName } from './interface-option.js';
import {
  collectHeader,
  parseCookies,
  parseCount,
  parsePictureFile,
  parsePositive,
  parseProxy,
  parseRate,
  parseUser,
} from './values.js';

/** The values of the shared options, as commander gives them. */
export interface RequestFlags {
  readonly interface: InterfaceName;
  readonly header?: readonly HeaderField[];
  readonly userAgent?: string;
  /** The value of an Authorization field. */
  readonly user?: string;
  readonly cookie?: string;
  readonly insecure?: true;
  readonly cacert?: string;
  readonly proxy?: string;
  readonly maxTime?: number;
  readonly idleTimeout: number;
  readonly maxRedirs: number;
  readonly cache?: string;
  readonly offline?: true;
  readonly retry: number;
  readonly limitRate?: number;
  readonly silent?: true;
  readonly showError?: true;
  readonly verbose?: true;
  readonly json?: true;
  readonly waterfall?: string;
  readonly har?: string;
  readonly harSecrets?: true;
}

const groups: Readonly<Record<string, readonly Option[]>> = {
  'What is asked:': [
    new Option('-H, --header <field>', 'a header field "Name: value"; may be repeated').argParser(collectHeader),
    new Option('-A, --user-agent <text>', 'the User-Agent'),
    new Option('-u, --user <name:password>', 'credentials for the server (Basic)').argParser(parseUser),
    new Option('-b, --cookie <cookies>', 'cookies to send: "name=value; other=value"').argParser(parseCookies),
  ],
  'How it gets there:': [
    interfaceOption(),
    new Option('-k, --insecure', 'accept any certificate'),
    new Option('--cacert <file>', 'trust the certificates in this PEM file, and no others'),
    new Option(
      '-x, --proxy <url>',
      'the proxy for everything, or "none"; without it the environment decides (http_proxy, https_proxy, no_proxy)',
    ).argParser(parseProxy),
    new Option('-m, --max-time <seconds>', 'the longest time for each request').argParser(parsePositive),
    new Option('--idle-timeout <seconds>', 'the longest time without a byte').argParser(parsePositive).default(60),
    // Who is used to curl types it: redirects are followed in any case.
    new Option('-L, --location').hideHelp(),
    new Option('--max-redirs <count>', 'how many redirects to follow').argParser(parseCount).default(10),
    new Option('--cache <folder>', 'keep responses in this folder, and answer from it what is still fresh'),
    new Option('--offline', 'with --cache: answer from it alone, fresh or not, without touching the network'),
    new Option('--retry <count>', 'how often to repeat what may succeed later').argParser(parseCount).default(0),
    new Option('--limit-rate <rate>', 'bytes a second, all requests together, such as 500k or 2M').argParser(parseRate),
  ],
  'What is told:': [
    new Option('-s, --silent', 'no progress and no error messages'),
    new Option('-S, --show-error', 'with -s: error messages all the same'),
    new Option('-v, --verbose', 'heads of requests and responses, connection and timings, on standard error'),
    new Option('--json', 'an object for each request on standard output, one a line'),
    new Option('--waterfall <file>', 'draw the phases of each request into an .svg or .html file').argParser(
      parsePictureFile,
    ),
    new Option('--har <file>', "write a HAR 1.2 file, which browsers' network panels open; credentials left out"),
    new Option('--har-secrets', 'with --har: credentials included'),
  ],
};

/** Adds the shared options to a command, after its own. */
export function addRequestOptions(command: Command): Command {
  for (const [heading, options] of Object.entries(groups)) {
    for (const option of options) command.addOption(option.helpGroup(heading));
  }
  return command;
}
