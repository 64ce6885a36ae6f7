/**
 * The form's controls, each with its label.
 */
import { element } from '../element.js';

/** What can be chosen, and what it is called. */
export type Option = readonly [value: string, name: string];

/** A control under its label. */
export function labelled(label: string, control: HTMLElement): HTMLLabelElement {
  return element('label', { class: 'field' }, element('span', {}, label), control);
}

/** A choice from a list. */
export function choice(options: readonly Option[]): HTMLSelectElement {
  const select = element('select');
  setOptions(select, options);
  return select;
}

/** Puts other options into a choice; what was chosen stays if it is still there. */
export function setOptions(select: HTMLSelectElement, options: readonly Option[]): void {
  const before = select.value;
  select.replaceChildren(...options.map(([value, name]) => element('option', { value }, name)));
  if (options.some(([value]) => value === before)) select.value = before;
}

/** A whole number. */
export function numberInput(min: number, max: number, step = 1): HTMLInputElement {
  return element('input', { type: 'number', min, max, step, inputmode: 'numeric', required: true });
}

/** What a number input holds, within its limits; the preset when it holds no number. */
export function numberIn(input: HTMLInputElement, preset: number): number {
  const value = input.valueAsNumber;
  if (!Number.isFinite(value)) return preset;
  return Math.round(Math.min(Math.max(value, Number(input.min)), Number(input.max)));
}

/** A few options side by side, one of which is chosen. */
export function segmented(legend: string, name: string, options: readonly Option[]): HTMLFieldSetElement {
  return element(
    'fieldset',
    { class: 'segmented' },
    element('legend', {}, legend),
    ...options.map(([value, word]) =>
      element('label', {}, element('input', { type: 'radio', name, value }), element('span', {}, word)),
    ),
  );
}
