/**
 * What carries requests out through one of the interfaces, frame by frame.
 */
import type { Run } from './run.js';

export interface Runner {
  /** Sends the request of a run that just began. */
  start(run: Run): void;
  /**
   * Looks at what has arrived; to be called once a frame.
   *
   * @param deadline - When to stop, on the page's clock; the next frame goes on.
   */
  advance(deadline: number): void;
  /** Gives a run up. Nothing happens when it is over. */
  cancel(run: Run): void;
}

/** The page's clock, in milliseconds. */
export type Clock = () => number;
