/**
 * What the command exits with: the one table, which the help, the manual and every story use.
 */

/** The exit codes, by what they mean. */
export const ExitCode = {
  OK: 0,
  USAGE: 1,
  NETWORK: 2,
  HTTP_ERROR: 3,
  FILE: 4,
  TIMEOUT: 28,
  INTERRUPTED: 130,
  TERMINATED: 143,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What each code tells the caller. */
export const exitCodeMeanings: ReadonlyMap<ExitCode, string> = new Map([
  [ExitCode.OK, 'done'],
  [ExitCode.USAGE, 'the command line was not understood'],
  [ExitCode.NETWORK, 'no whole answer came: name, connection, proxy, TLS, a broken or bad response, redirects'],
  [ExitCode.HTTP_ERROR, 'the server answered 4xx or 5xx (download; get and request with --fail)'],
  [ExitCode.FILE, 'a file cannot be read or written, or binary output would go to the terminal'],
  [ExitCode.TIMEOUT, 'a time limit was over'],
  [ExitCode.INTERRUPTED, 'interrupted by Ctrl-C (SIGINT)'],
  [ExitCode.TERMINATED, 'ended by SIGTERM'],
]);

/** The table for the end of the help. */
export function exitCodeHelp(): string {
  const lines = [...exitCodeMeanings].map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`);
  return ['Exit codes (with several URLs, that of the first one that failed):', ...lines].join('\n');
}
