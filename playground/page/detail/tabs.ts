/**
 * Parts of which one is seen: tabs as the ARIA practices have them, one stop for the Tab key, arrows inside.
 */
import { element, freshId } from '../element.js';

/** A tab: what it is called, and what it shows. */
export interface Tab {
  readonly name: string;
  readonly panel: HTMLElement;
}

/** @returns The list of tabs and the panels, to be put into the page. */
export function tabs(label: string, parts: readonly Tab[]): HTMLElement {
  const buttons = parts.map(({ name, panel }) => {
    panel.id = freshId('panel');
    const button = element(
      'button',
      { type: 'button', role: 'tab', 'aria-controls': panel.id, id: freshId('tab') },
      name,
    );
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', button.id);
    return button;
  });
  const select = (chosen: number): void => {
    for (const [index, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      parts[index]!.panel.hidden = index !== chosen;
    }
  };
  const list = element('div', { role: 'tablist', 'aria-label': label, class: 'tabs' }, ...buttons);
  for (const [index, button] of buttons.entries()) {
    button.addEventListener('click', () => {
      select(index);
    });
  }
  list.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((button) => button === document.activeElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const target = targets[event.key];
    if (at === -1 || target === undefined) return;
    event.preventDefault();
    const chosen = (target + buttons.length) % buttons.length;
    select(chosen);
    buttons[chosen]!.focus();
  });
  select(0);
  return element('div', {}, list, ...parts.map(({ panel }) => panel));
}
