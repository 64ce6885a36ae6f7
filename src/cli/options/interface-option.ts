/**
 * `--interface`: which of the library's two interfaces carries the requests out.
 */
import { Option } from 'commander';

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
