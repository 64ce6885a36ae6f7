/**
 * The response's headers.
 */
import { element } from '../element.js';
import type { Run } from '../runs/run.js';

export class HeadersView {
  /** To be put into the page. */
  readonly element = element('div', { class: 'panel', tabindex: 0 });
  #shown: readonly string[] | null = null;

  show({ headers }: Run): void {
    if (headers === this.#shown) return;
    this.#shown = headers;
    this.element.replaceChildren(headers.length === 0 ? noHeaders() : headerList(headers));
  }

  /** Shows that there are none. */
  clear(): void {
    this.#shown = null;
    this.element.replaceChildren(noHeaders());
  }
}

function noHeaders(): HTMLElement {
  return element('p', { class: 'hint' }, 'No response, no headers.');
}

function headerList(headers: readonly string[]): HTMLElement {
  return element(
    'dl',
    { class: 'headers' },
    ...headers.flatMap((header) => {
      const colon = header.indexOf(':');
      return [element('dt', {}, header.slice(0, colon)), element('dd', {}, header.slice(colon + 1).trim())];
    }),
  );
}
