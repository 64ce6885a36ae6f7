/**
 * The part of the page that shows the loop: the strip, and its figures once a second. With reduced motion the strip moves
 * with the figures, not with the frames.
 */
import { figuresText } from './figures.js';
import { FrameLog, type Frame } from './frame-log.js';
import { FrameStrip } from './frame-strip.js';

/** Ten seconds at 60 Hz. */
const REMEMBERED = 600;
const FIGURES_EVERY_MS = 1000;

export class FrameView {
  readonly #strip: FrameStrip;
  readonly #figures: HTMLElement;
  readonly #log = new FrameLog(REMEMBERED);
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #undrawn: Frame[] = [];
  #shownAt = -Infinity;

  constructor(canvas: HTMLCanvasElement, figures: HTMLElement) {
    this.#strip = new FrameStrip(canvas);
    this.#figures = figures;
  }

  /** Takes over the colours that the styles now have. */
  recolour(): void {
    this.#strip.recolour();
  }

  add(frame: Frame, now: number): void {
    this.#log.add(frame);
    this.#undrawn.push(frame);
    const due = now - this.#shownAt >= FIGURES_EVERY_MS;
    if (due || !this.#calm.matches) {
      for (const undrawn of this.#undrawn) this.#strip.draw(undrawn);
      this.#undrawn = [];
    }
    if (!due) return;
    this.#shownAt = now;
    const summary = this.#log.summary();
    if (summary !== null) this.#figures.textContent = figuresText(summary);
  }
}
