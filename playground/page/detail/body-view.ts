/**
 * A body as it is best looked at.
 */
import { preview, type Preview } from '../body/preview.js';
import { tokensOf } from '../code/highlight.js';
import { element } from '../element.js';
import type { Run } from '../runs/run.js';
import { colouredText } from './coloured-text.js';

/** Bodies that grow beyond this are looked at again only when they are complete. */
const MOST_GROWING = 65_536;

export class BodyView {
  /** To be put into the page. */
  readonly element = element('div', { class: 'panel', tabindex: 0 });
  #run: Run | null = null;
  #shown = '';
  #image: string | null = null;

  show(run: Run): void {
    const { body, state } = run;
    const growing = state === 'running' && body.size > MOST_GROWING;
    const what = `${growing ? MOST_GROWING : body.size} ${state === 'running'}`;
    if (run === this.#run && what === this.#shown) return;
    this.#run = run;
    this.#shown = what;
    this.#forgetImage();
    this.element.replaceChildren(...this.#contents(run));
  }

  /** Shows that there is nothing to show. */
  clear(): void {
    this.#run = null;
    this.#forgetImage();
    this.element.replaceChildren(element('p', { class: 'hint' }, 'Here comes the response.'));
  }

  #contents(run: Run): HTMLElement[] {
    const { body, state } = run;
    if (state === 'running' && body.size === 0) return [element('p', { class: 'hint' }, 'Nothing yet.')];
    if (state !== 'succeeded' && body.size === 0) return [element('p', { class: 'hint' }, 'There is no body.')];
    const contentType = run.header('Content-Type') ?? '';
    const shown = preview({ bytes: body.bytes(), size: body.size, contentType });
    const note = state === 'running' ? 'The beginning of the body, while it comes' : shown.note;
    return [element('p', { class: 'hint' }, note), this.#picture(shown, body.bytes())].filter((one) => one !== null);
  }

  #picture(shown: Preview, bytes: Uint8Array<ArrayBuffer>): HTMLElement | null {
    switch (shown.kind) {
      case 'empty':
        return null;
      case 'image':
        // In an image element nothing of an SVG can run.
        this.#image = URL.createObjectURL(new Blob([bytes], { type: shown.type }));
        return element('img', { src: this.#image, alt: 'The body of the response, as an image' });
      case 'json':
        return element('pre', {}, colouredText(tokensOf(shown.text)));
      default:
        return element('pre', { class: shown.kind }, shown.text);
    }
  }

  #forgetImage(): void {
    if (this.#image !== null) URL.revokeObjectURL(this.#image);
    this.#image = null;
  }
}
