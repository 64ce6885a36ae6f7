/** Reads what work costs a process, and measures one piece of work with it. */
import { callerTime } from './caller-time.js';

/** What has been spent so far. */
export interface Spending {
  /** Milliseconds for which the calling thread was busy; null when the work has no calling thread. */
  readonly callerMs: number | null;
  /** Milliseconds of processor time of all threads together. */
  readonly processMs: number;
}

/** Where the costs of a peer's work show. */
export interface Meter {
  spent(): Spending;
  /** The most memory that was resident at any time, in bytes; null when that is not known. */
  peakMemory(): number | null;
}

/** What one piece of work took. */
export interface Measurement extends Spending {
  readonly seconds: number;
  /** Of the process until then, what came before included. */
  readonly peakMemory: number | null;
}

/** The costs of this process. */
export const thisProcess: Meter = {
  spent() {
    const { user, system } = process.cpuUsage();
    return { callerMs: callerTime(), processMs: (user + system) / 1000 };
  },
  peakMemory: () => process.resourceUsage().maxRSS * 1024,
};

/** Does the work and measures it. */
export async function measure(work: () => Promise<void> | void, meter: Meter): Promise<Measurement> {
  const before = meter.spent();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  const after = meter.spent();
  return {
    seconds,
    callerMs: after.callerMs === null || before.callerMs === null ? null : after.callerMs - before.callerMs,
    processMs: after.processMs - before.processMs,
    peakMemory: meter.peakMemory(),
  };
}
