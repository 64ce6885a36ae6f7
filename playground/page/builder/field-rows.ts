/**
 * Names and values in rows that can be added and removed: headers, or parameters.
 */
import { element } from '../element.js';
import type { Field } from '../request/draft.js';

/** What the rows are for: `header`, and as a heading `Headers`. */
export interface FieldRowsNames {
  readonly one: string;
  readonly all: string;
  /** An example for an empty row. */
  readonly example: Field;
}

export class FieldRows {
  /** The rows and their button, to be put into the page; folded up while there are none. */
  readonly element: HTMLDetailsElement;
  readonly #names: FieldRowsNames;
  readonly #rows = element('ul', { class: 'rows' });
  readonly #title = element('summary');
  readonly #onChange: () => void;

  constructor(names: FieldRowsNames, onChange: () => void) {
    this.#names = names;
    this.#onChange = onChange;
    const add = element('button', { type: 'button', class: 'quiet' }, `Add a ${names.one}`);
    add.addEventListener('click', () => {
      this.#addRow({ name: '', value: '' }).focus();
      this.#changed();
    });
    this.element = element('details', {}, this.#title, this.#rows, add);
    this.#retitle();
  }

  /** The rows that have a name. */
  get fields(): Field[] {
    return [...this.#rows.children]
      .map((row) => [...row.querySelectorAll('input')].map(({ value }) => value))
      .map(([name = '', value = '']) => ({ name: name.trim(), value }))
      .filter(({ name }) => name !== '');
  }

  set fields(fields: readonly Field[]) {
    this.#rows.replaceChildren();
    for (const field of fields) this.#addRow(field);
    this.element.open = fields.length > 0;
    this.#retitle();
  }

  /** @returns The new row's first input. */
  #addRow(field: Field): HTMLInputElement {
    const { one, example } = this.#names;
    const input = (what: string, value: string, placeholder: string): HTMLInputElement =>
      element('input', { type: 'text', 'aria-label': `${one}: ${what}`, value, placeholder, spellcheck: 'false' });
    const name = input('name', field.name, example.name);
    const value = input('value', field.value, example.value);
    const remove = element('button', { type: 'button', class: 'quiet remove' }, '×');
    const row = element('li', {}, name, value, remove);
    const label = (): void => {
      remove.setAttribute('aria-label', `Remove the ${one} ${name.value}`.trim());
    };
    label();
    row.addEventListener('input', () => {
      label();
      this.#changed();
    });
    remove.addEventListener('click', () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector('button') ?? this.element.querySelector<HTMLElement>(':scope > button'))?.focus();
      this.#changed();
    });
    this.#rows.append(row);
    return name;
  }

  #changed(): void {
    this.#retitle();
    this.#onChange();
  }

  #retitle(): void {
    const { length } = this.fields;
    this.#title.textContent = length === 0 ? this.#names.all : `${this.#names.all} (${length})`;
  }
}
