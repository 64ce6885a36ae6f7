import type { Clock } from '../../requests/deadlines.js';

/**
 * The page's monotonic clock. What has arrived meanwhile is read before a deadline counts as missed: the page may have
 * been busy for long, and then its answers wait behind the timer. So a deadline that is over waits for one turn more.
 */
export const pageClock: Clock = {
  now: () => performance.now(),
  wake: (ms, call) => {
    let timer = setTimeout(() => {
      timer = setTimeout(call, 0);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
