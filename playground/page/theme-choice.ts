/**
 * The choice between the system's colours, light and dark: where it is kept, and how the styles learn of it.
 */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'tickwire-playground-theme';

/** What was chosen last; the system's colours when nothing was, or when the browser keeps nothing. */
export function storedTheme(): Theme {
  try {
    const word = localStorage.getItem(KEY);
    return themes.find((theme) => theme === word) ?? 'system';
  } catch {
    return 'system';
  }
}

export function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
