/**
 * A program to look at and to take away.
 */
import { tokensOf } from '../code/highlight.js';
import { element } from '../element.js';
import { colouredText } from './coloured-text.js';

const SAID_MS = 2000;

export class CodeView {
  /** To be put into the page. */
  readonly element: HTMLElement;
  readonly #text = element('pre', { tabindex: 0 });
  readonly #announce: (sentence: string) => void;
  #code = '';

  /** @param announce - Says a sentence to those who hear the page. */
  constructor(announce: (sentence: string) => void) {
    this.#announce = announce;
    const copy = element('button', { type: 'button', class: 'quiet copy' }, 'Copy');
    copy.addEventListener('click', () => {
      void this.#copy(copy);
    });
    this.element = element('div', { class: 'panel code' }, copy, this.#text);
  }

  show(code: string): void {
    if (code === this.#code) return;
    this.#code = code;
    this.#text.replaceChildren(colouredText(tokensOf(code)));
  }

  async #copy(button: HTMLButtonElement): Promise<void> {
    let said = 'Copied';
    try {
      await navigator.clipboard.writeText(this.#code);
    } catch {
      // Without a secure address there is no clipboard: then the text is selected, for the person to copy.
      getSelection()?.selectAllChildren(this.#text);
      said = 'Selected; copy with Ctrl+C';
    }
    this.#announce(said);
    button.textContent = said;
    setTimeout(() => {
      button.textContent = 'Copy';
    }, SAID_MS);
  }
}
