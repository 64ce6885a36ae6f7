/**
 * The loop of a game: a frame at each refresh of the screen, for as long as the page is seen. It takes the times of its
 * frames, and can do the work of a game, so that it shows what requests cost one.
 */
import type { Frame } from './frame-log.js';

/** What a loop does and tells. */
export interface FrameLoopParts {
  /** What the library does in a frame. @param deadline - When it has to stop, on `performance.now`'s clock. */
  readonly library: (deadline: number) => void;
  /** How many milliseconds the game itself works in a frame. */
  readonly gameWork: () => number;
  /** Told of each frame what it took. */
  readonly measured: (frame: Frame) => void;
  /** Called at the end of each frame. */
  readonly show: () => void;
}

/** The first frames are left out: they show how the page was built, and not what requests cost. */
const BEGIN_AFTER_FRAMES = 30;

/** The most time that reading takes of a frame, in milliseconds. */
const READ_MS = 4;

/** Starts the loop. It never ends; the browser stops calling when nobody can see the page. */
export function startFrameLoop({ library, gameWork, measured, show }: FrameLoopParts): void {
  let before: number | null = null;
  let begun = 0;
  const step = (time: number): void => {
    requestAnimationFrame(step);
    const start = performance.now();
    library(start + READ_MS);
    const spent = performance.now() - start;
    work(gameWork());
    begun++;
    if (before !== null) measured({ interval: time - before, library: spent });
    before = begun < BEGIN_AFTER_FRAMES ? null : time;
    show();
  };
  document.addEventListener('visibilitychange', () => {
    // The time that the page was hidden is nobody's frame.
    before = null;
  });
  requestAnimationFrame(step);
}

function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
