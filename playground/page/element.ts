/**
 * Elements in one expression. Text is always text: nothing here reads markup.
 */

/** What can be put into an element; nothing is put for null. */
export type Content = Node | string | null;

/**
 * Makes an element.
 *
 * @param attributes - By name; null and false leave one out, true is the empty value.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number | boolean | null>> = {},
  ...contents: readonly Content[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...contents.filter((content) => content !== null));
  return made;
}

/** The element of the document with this id. */
export function byId<T extends Element>(id: string, kind: abstract new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} with the id ${id}`);
  return found;
}

/** Marks a button as one that does nothing now. It stays where the Tab key goes, so that the focus is not lost with it. */
export function setIdle(button: HTMLButtonElement, idle: boolean): void {
  button.setAttribute('aria-disabled', String(idle));
}

let ids = 0;

/** An id for an element, which no other has. */
export function freshId(purpose: string): string {
  return `${purpose}-${++ids}`;
}
