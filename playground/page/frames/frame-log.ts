/**
 * What the last frames cost. Pure: times in, figures out.
 */

/** The time that a frame has at 60 Hz, in milliseconds. */
export const FRAME_MS = 1000 / 60;

/** A frame that comes this much after the one before is late: at least one refresh of a 60 Hz screen went without. */
const LATE_MS = FRAME_MS * 1.5;

/** One frame, in milliseconds. */
export interface Frame {
  /** Since the frame before. */
  readonly interval: number;
  /** Of the frame, spent in the library. */
  readonly library: number;
}

/** Figures over the frames that are remembered. */
export interface FrameSummary {
  readonly perSecond: number;
  readonly worst: number;
  readonly late: number;
  /** Mean and most time in the library. */
  readonly library: number;
  readonly worstLibrary: number;
}

export class FrameLog {
  readonly #frames: Frame[] = [];
  readonly #capacity: number;

  /** @param capacity - How many frames are remembered. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(frame: Frame): void {
    this.#frames.push(frame);
    if (this.#frames.length > this.#capacity) this.#frames.shift();
  }

  /** Null before the first frame. */
  summary(): FrameSummary | null {
    const frames = this.#frames;
    if (frames.length === 0) return null;
    const total = frames.reduce((sum, { interval }) => sum + interval, 0);
    const library = frames.reduce((sum, frame) => sum + frame.library, 0);
    return {
      perSecond: (frames.length * 1000) / total,
      worst: Math.max(...frames.map(({ interval }) => interval)),
      late: frames.filter(({ interval }) => isLate(interval)).length,
      library: library / frames.length,
      worstLibrary: Math.max(...frames.map((frame) => frame.library)),
    };
  }
}

/** Whether a frame that took so long left out a refresh. */
export function isLate(interval: number): boolean {
  return interval > LATE_MS;
}
