/**
 * A command line as the user could type it again.
 */

/** The arguments that were typed, with one more option where it does not stand among them yet. */
export function commandLineWith(option: string, argv: readonly string[]): string {
  const [command = '', ...others] = argv;
  const repeated = others.includes(option) ? others : [option, ...others];
  return ['tickwire', command, ...repeated].map(quoted).join(' ');
}

/** As a POSIX shell reads it back as one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
