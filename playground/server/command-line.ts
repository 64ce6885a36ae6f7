/**
 * What stands behind `npm run playground --`: a port, or a call for help. Pure: words in, wishes or a sentence out.
 */
import { parseArgs } from 'node:util';

/** What was asked for, or in `complaint` what is wrong with it. */
export type Wishes =
  | { readonly kind: 'serve'; readonly port: number }
  | { readonly kind: 'help' }
  | { readonly kind: 'complaint'; readonly sentence: string };

/** The text of `--help`. */
export const helpText = `Usage: npm run playground -- [--port N]

Serves the playground to browsers on this machine, until Ctrl-C.

  --port N   the port to listen on, 1 to 65535 (default: one that is free)
  --help     this text
`;

/** Reads the arguments; port 0 means any that is free. */
export function readCommandLine(words: readonly string[]): Wishes {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { port: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help === true) return { kind: 'help' };
    if (values.port === undefined) return { kind: 'serve', port: 0 };
    const port = Number(values.port);
    if (/^\d+$/.test(values.port) && port >= 1 && port <= 65535) return { kind: 'serve', port };
    return { kind: 'complaint', sentence: `--port takes a number from 1 to 65535, not "${values.port}"` };
  } catch (error) {
    return { kind: 'complaint', sentence: (error as Error).message.split('. ', 1)[0]! };
  }
}
