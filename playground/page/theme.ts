/**
 * Light or dark, before anything is drawn: a script of its own in the document's head, so that a page that was switched to
 * dark does not flash.
 */
import { applyTheme, storedTheme } from './theme-choice.js';

applyTheme(storedTheme());
