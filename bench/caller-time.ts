/**
 * How long the calling thread has been busy, in milliseconds: what a game pays. The I/O thread and other threads of the
 * process do not count.
 */
import { readFileSync } from 'node:fs';

/** Processor time of the main thread, exact on Linux; elsewhere the time its event loop was active. */
export function callerTime(): number {
  try {
    // The first number is the time the thread has run, in nanoseconds (proc(5)).
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.eventLoopUtilization().active;
  }
}
