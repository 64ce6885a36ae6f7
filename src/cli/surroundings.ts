/**
 * What every command is given of the process around it. main.ts makes the real ones; tests can bring their own.
 */
import type { FetchClock } from './exchange/fetcher.js';
import type { OutputStream } from './terminal.js';

/** The process, as far as a command may touch it. */
export interface Surroundings {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: NodeJS.ProcessEnv;
  /** The arguments as they were typed, for repeating them to the user. */
  readonly argv: readonly string[];
  readonly clock: FetchClock;
  /** Waits; rejects with the signal's reason when that is aborted meanwhile. */
  rest(ms: number): Promise<void>;
  random(): number;
  /** Aborted with an Interruption when the run is cut short. */
  readonly signal: AbortSignal;
}
