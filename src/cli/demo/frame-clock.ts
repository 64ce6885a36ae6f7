/**
 * The real clock of the frame loop: time, giving up the thread for a while, and holding it to an exact moment.
 *
 * Kept apart from the loop so that tests can run the loop on a clock of their own. Knows nothing of frames.
 */

/** Time as a frame loop needs it, in milliseconds. */
export interface FrameClock {
  /** The time now. It never goes back. */
  now(): number;
  /** Returns to the event loop once, for about `ms` whole milliseconds; may well come back a little late. */
  rest(ms: number): Promise<void>;
  /** Keeps the thread until `moment` and comes back on time; a clock that gives the thread up meanwhile is awaited. */
  hold(moment: number): void | Promise<void>;
}

/** A futex wakes some tens of microseconds late, so the last stretch is spun. */
const SPIN_MS = 0.2;

const neverRung = new Int32Array(new SharedArrayBuffer(4));

/** The clock of this machine. */
export const machineClock: FrameClock = {
  now: () => performance.now(),

  rest: (ms) =>
    new Promise((resolve) => {
      if (ms > 0) setTimeout(resolve, ms);
      else setImmediate(resolve);
    }),

  hold: (moment) => {
    // Atomics.wait takes fractions of a millisecond and leaves the core to the I/O thread, which setTimeout cannot do
    // and a spinning loop would not.
    const asleep = moment - performance.now() - SPIN_MS;
    if (asleep > 0) Atomics.wait(neverRung, 0, 0, asleep);
    while (performance.now() < moment);
  },
};
