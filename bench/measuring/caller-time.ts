/**
 * How long the calling thread has been busy, in milliseconds: what a game pays. The I/O thread and other threads of the
 * process do not count.
 */
import { readFileSync } from 'node:fs';

/** Newer versions of Node tell it by themselves. */
interface WithThreadTime {
  readonly threadCpuUsage?: () => NodeJS.CpuUsage;
}

const { threadCpuUsage } = process as WithThreadTime;

/** Processor time of the calling thread, which must be the main one; where nobody tells, how long its loop was active. */
export function callerTime(): number {
  if (threadCpuUsage !== undefined) {
    const { user, system } = threadCpuUsage();
    return (user + system) / 1000;
  }
  try {
    // The first number is the time the thread has run, in nanoseconds (proc(5)).
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.eventLoopUtilization().active;
  }
}
