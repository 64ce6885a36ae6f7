/**
 * Tokens as coloured text.
 */
import type { Token } from '../code/highlight.js';
import { element } from '../element.js';

export function colouredText(tokens: readonly Token[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(
    ...tokens.map(({ kind, text }) => (kind === 'plain' ? text : element('span', { class: `token-${kind}` }, text))),
  );
  return fragment;
}
