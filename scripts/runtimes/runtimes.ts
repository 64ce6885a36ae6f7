/** The runtimes that the tests are run on beside the Node that is at hand, and how each of them runs a file of tests. */

export type RuntimeName = 'node' | 'bun' | 'deno';

/** A version of a runtime, as the package registry has it. */
export interface Runtime {
  readonly name: RuntimeName;
  readonly version: string;
}

/**
 * The versions that `.ci/run` takes, and the known differences were seen with: the oldest Node that package.json admits,
 * then the newest of each line.
 */
export const runtimes: readonly Runtime[] = [
  { name: 'node', version: '20.18.0' },
  { name: 'node', version: '22.23.3' },
  { name: 'node', version: '24.21.0' },
  { name: 'node', version: '26.10.0' },
  { name: 'bun', version: '1.4.5' },
  { name: 'deno', version: '2.9.6' },
];

export const labelOf = ({ name, version }: Runtime): string => `${name}@${version}`;

/**
 * The runtimes that are meant by `bun`, `node@22`, or an exact version, which need not be one of {@link runtimes}.
 *
 * @returns None when no version is known that begins so.
 */
export function runtimesCalled(text: string): readonly Runtime[] {
  const [name, version = ''] = text.split('@');
  const known = runtimes.filter((runtime) =>
    `${labelOf(runtime)}.`.startsWith(version === '' ? `${text}@` : `${text}.`),
  );
  if (known.length > 0 || !isName(name) || !/^\d+\.\d+\.\d+$/.test(version)) return known;
  return [{ name, version }];
}

function isName(text: string | undefined): text is RuntimeName {
  return text === 'node' || text === 'bun' || text === 'deno';
}

/** Longer than any test may take. */
const TEST_LIMIT_MS = 60_000;

/** What to give to the runtime so that it runs a file of tests and writes a report in the format of JUnit. */
export function testArguments({ name }: Runtime, file: string, report: string): string[] {
  switch (name) {
    case 'node':
      return [
        '--enable-source-maps',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=junit',
        `--test-reporter-destination=${report}`,
        file,
      ];
    case 'bun':
      return ['test', `--timeout=${TEST_LIMIT_MS}`, '--reporter=junit', `--reporter-outfile=${report}`, `./${file}`];
    case 'deno':
      // The compiled tests need no other check of their types.
      return ['test', '--allow-all', '--no-check', '--no-lock', `--junit-path=${report}`, file];
  }
}

/** What to give to the runtime so that it runs a program. */
export function programArguments({ name }: Runtime, file: string): string[] {
  return name === 'deno' ? ['run', '--allow-all', '--no-lock', file] : [file];
}

/** What to give to the runtime so that it prints where its executable is, and its version. */
export function introductionArguments({ name }: Runtime): string[] {
  const script = `console.log(JSON.stringify([process.execPath, process.versions.${name}]))`;
  return name === 'deno' ? ['eval', script] : ['-e', script];
}
