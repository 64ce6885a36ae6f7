/**
 * The switch between the system's colours, light and dark.
 */
import { applyTheme, storedTheme, storeTheme, type Theme } from './theme-choice.js';

/** @param onChange - Called when the colours changed, by the switch or by the system. */
export function connectThemeSwitch(field: HTMLFieldSetElement, onChange: () => void): void {
  const present = storedTheme();
  for (const radio of field.querySelectorAll('input')) {
    radio.checked = radio.value === present;
    radio.addEventListener('change', () => {
      applyTheme(radio.value as Theme);
      storeTheme(radio.value as Theme);
      onChange();
    });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
}
