/**
 * Which options go together: what only one interface can, and what means nothing by itself.
 */
import { Complaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import type { InterfaceName } from './interface-option.js';

/** What HTTPClient cannot do, by the option that asks for it. */
const steamOnly: ReadonlyMap<string, string> = new Map([
  ['maxRedirs', '--max-redirs'],
  ['cache', '--cache'],
  ['offline', '--offline'],
]);

/** Options that need another one: by its name, what to say without it. */
const companions: ReadonlyMap<
  string,
  { readonly other: string; readonly complaint: readonly [string, string, string] }
> = new Map([
  ['offline', { other: 'cache', complaint: ['--offline', 'there is nothing to answer from', '--cache FOLDER too'] }],
  [
    'harSecrets',
    { other: 'har', complaint: ['--har-secrets', 'there is no archive to put them into', '--har FILE too'] },
  ],
]);

/**
 * Checks the options that were typed.
 *
 * @param typed - Whether an option was given, and not only its default.
 * @throws Complaint when one cannot be followed, by the chosen interface or by itself.
 */
export function checkCombinations(name: InterfaceName, typed: (option: string) => boolean): void {
  for (const [option, { other, complaint }] of companions) {
    if (typed(option) && !typed(other)) throw new Complaint(...complaint, ExitCode.USAGE);
  }
  if (name === 'steam') return;
  for (const [option, flag] of steamOnly) {
    if (!typed(option)) continue;
    const happened = "HTTPClient leaves that to the program, as Godot's does";
    throw new Complaint(flag, happened, 'without --interface godot', ExitCode.USAGE);
  }
}
