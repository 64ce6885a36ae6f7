import type { Clock } from '../../requests/deadlines.js';

/**
 * The machine's monotonic clock. What has arrived meanwhile is read before a deadline counts as missed: the thread (or
 * the program, where there is no thread) may have been held up, and then the bytes wait in the kernel.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  wake: (ms, call) => {
    let immediate: NodeJS.Immediate | null = null;
    const timer = setTimeout(() => {
      immediate = setImmediate(call);
    }, ms).unref();
    return () => {
      clearTimeout(timer);
      if (immediate !== null) clearImmediate(immediate);
    };
  },
};
