/**
 * The ways a run is cut short from outside: Ctrl-C, SIGTERM, and a reader of the output that goes away.
 *
 * All of them end in one AbortSignal, whose reason says what to print and which code to exit with. The program looks at it
 * once a frame and puts everything away itself; a second signal ends it at once, as the system would.
 */
import { systemReason } from './complaint.js';
import { ExitCode } from './exit-code.js';

/** Why a run was cut short. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  /**
   * @param message - Half a sentence for the user, or empty when nobody is left to read it.
   * @param exitCode - What the process exits with.
   */
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** What {@link interruptions} listens to, so that tests can bring their own. */
export interface InterruptionSources {
  readonly process: Pick<NodeJS.Process, 'once'>;
  readonly stdout: Pick<NodeJS.WritableStream, 'on'>;
  readonly stderr: Pick<NodeJS.WritableStream, 'on'>;
}

/** Listens from now on, and gives the signal that is aborted with an {@link Interruption}. */
export function interruptions({ process, stdout, stderr }: InterruptionSources): AbortSignal {
  const controller = new AbortController();
  const cut = (message: string, exitCode: number): void => {
    controller.abort(new Interruption(message, exitCode));
  };
  process.once('SIGINT', () => {
    cut('interrupted by SIGINT (Ctrl-C)', ExitCode.INTERRUPTED);
  });
  process.once('SIGTERM', () => {
    cut('interrupted by SIGTERM', ExitCode.TERMINATED);
  });
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as `head`, is no failure.
    if (error.code === 'EPIPE') cut('', ExitCode.OK);
    else cut(`standard output cannot be written (${systemReason(error)})`, ExitCode.FILE);
  });
  stderr.on('error', () => undefined);
  return controller.signal;
}

/** The reason of an aborted signal of {@link interruptions}. */
export function interruptionOf(signal: AbortSignal): Interruption | null {
  return signal.reason instanceof Interruption ? signal.reason : null;
}
