/**
 * The strip of frame times: a column for each frame, drawn like an oscilloscope, left to right and from the beginning
 * again. Only the column of the present frame is drawn anew, so the strip costs the frames that it shows next to nothing.
 */
import { FRAME_MS, isLate, type Frame } from './frame-log.js';

const COLUMN = 3;
/** What the height stands for. */
const MOST_MS = 40;
/** How many columns stay empty before the oldest frames. */
const GAP = 4;

interface Colours {
  readonly frame: string;
  readonly library: string;
  readonly late: string;
  readonly line: string;
}

export class FrameStrip {
  readonly #canvas: HTMLCanvasElement;
  readonly #brush: CanvasRenderingContext2D;
  #colours: Colours;
  #width = 0;
  #height = 0;
  #column = 0;

  constructor(canvas: HTMLCanvasElement) {
    const brush = canvas.getContext('2d');
    if (brush === null) throw new Error('this browser has no canvas to draw on');
    this.#canvas = canvas;
    this.#brush = brush;
    this.#colours = coloursOf(canvas);
    new ResizeObserver(() => {
      this.#fit();
    }).observe(canvas);
  }

  /** Takes over the colours that the styles now have, and begins anew. */
  recolour(): void {
    this.#colours = coloursOf(this.#canvas);
    this.#fit();
  }

  draw({ interval, library }: Frame): void {
    const columns = Math.floor(this.#width / COLUMN);
    if (columns === 0) return;
    this.#column = (this.#column + 1) % columns;
    const x = this.#column * COLUMN;
    const brush = this.#brush;
    brush.clearRect(x, 0, COLUMN * GAP, this.#height);
    this.#drawLine(x, COLUMN * GAP);
    this.#drawBar(x, interval, isLate(interval) ? this.#colours.late : this.#colours.frame);
    this.#drawBar(x, library, this.#colours.library);
  }

  #drawBar(x: number, ms: number, colour: string): void {
    const height = (Math.min(ms, MOST_MS) / MOST_MS) * this.#height;
    this.#brush.fillStyle = colour;
    this.#brush.fillRect(x, this.#height - height, COLUMN - 1, height);
  }

  #drawLine(x: number, width: number): void {
    this.#brush.fillStyle = this.#colours.line;
    this.#brush.fillRect(x, Math.round(this.#height * (1 - FRAME_MS / MOST_MS)) - 1, width, 1);
  }

  #fit(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const density = devicePixelRatio;
    this.#width = clientWidth;
    this.#height = clientHeight;
    this.#canvas.width = Math.round(clientWidth * density);
    this.#canvas.height = Math.round(clientHeight * density);
    this.#brush.scale(density, density);
    this.#column = -1;
    this.#drawLine(0, clientWidth);
  }
}

function coloursOf(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  return {
    frame: style.getPropertyValue('--strip-frame'),
    library: style.getPropertyValue('--accent'),
    late: style.getPropertyValue('--bad'),
    line: style.getPropertyValue('--strip-line'),
  };
}
