/**
 * What went wrong, for the person at the terminal: one line with what was asked, what happened and what to try.
 *
 * Everything that can end a request badly becomes a Complaint before it is printed, so that no error looks different.
 */
import { ExitCode } from './exit-code.js';

/** A failure that the user is told about in one line. */
export class Complaint extends Error {
  override readonly name = 'Complaint';

  /**
   * @param asked - What was asked, such as `GET http://host/path`.
   * @param happened - What happened, where, in half a sentence.
   * @param remedy - What to try, in half a sentence, or empty.
   * @param exitCode - What the process exits with for it.
   */
  constructor(
    readonly asked: string,
    readonly happened: string,
    readonly remedy: string,
    readonly exitCode: ExitCode,
  ) {
    super(`${asked}: ${happened}.${remedy === '' ? '' : ` To try: ${remedy}.`}`);
  }

  /** The line for standard error, without its end. Text from elsewhere may not break it into several. */
  get line(): string {
    return `tickwire: ${this.message}`.replace(/\p{Cc}+/gu, ' ');
  }
}

const fileRemedies: Readonly<Record<string, string>> = {
  EACCES: 'choose another place with -o, or change the permissions',
  EPERM: 'choose another place with -o, or change the permissions',
  EROFS: 'choose another place with -o',
  ENOENT: 'check the path',
  ENOTDIR: 'check the path',
  EISDIR: 'give a file, not a folder',
  ENAMETOOLONG: 'give a shorter name with -o',
  ENOSPC: 'free some space',
  EDQUOT: 'free some space',
};

/** A failed system call on a file as a Complaint; what already is one stays as it is. */
export function fileComplaint(asked: string, deed: string, error: unknown): Complaint {
  if (error instanceof Complaint) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  return new Complaint(asked, `${deed} (${systemReason(error as Error)})`, fileRemedies[code] ?? '', ExitCode.FILE);
}

/** What the system said, without the call and the path that Node repeats: of "EACCES: permission denied, open '/x'". */
export function systemReason({ message }: Error): string {
  return message.replace(/, \w+( '.*')?$/s, '');
}
