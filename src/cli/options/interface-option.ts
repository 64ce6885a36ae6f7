/**
 * `--interface`: which of the library's two interfaces carries the requests out, and what only one of them can.
 */
import { Option } from 'commander';
import { Complaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';

/** The library's interfaces, by their names on the command line. */
export type InterfaceName = 'steam' | 'godot';

/** The option. */
export function interfaceOption(): Option {
  return new Option(
    '--interface <name>',
    'the interface of the library to use; godot follows no redirects and decodes nothing',
  )
    .choices(['steam', 'godot'])
    .default('steam');
}

/** What HTTPClient cannot do, by the option that asks for it. */
export const steamOnly: ReadonlyMap<string, string> = new Map([
  ['maxRedirs', '--max-redirs'],
  ['cache', '--cache'],
  ['offline', '--offline'],
]);

/** @throws Complaint when an option was typed that cannot be followed, by the chosen interface or by itself. */
export function checkInterface(name: InterfaceName, typed: (option: string) => boolean): void {
  if (typed('offline') && !typed('cache')) {
    throw new Complaint('--offline', 'there is nothing to answer from', '--cache FOLDER too', ExitCode.USAGE);
  }
  if (name === 'steam') return;
  for (const [option, flag] of steamOnly) {
    if (!typed(option)) continue;
    throw new Complaint(
      flag,
      "HTTPClient leaves that to the program, as Godot's does",
      'without --interface godot',
      ExitCode.USAGE,
    );
  }
}
