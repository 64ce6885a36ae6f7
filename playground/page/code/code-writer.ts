/**
 * The TypeScript program that does what a draft asks for. Pure.
 */
import type { RequestDraft } from '../request/draft.js';
import { httpClientCode } from './http-client-code.js';
import { steamCode } from './steam-code.js';

export function codeFor(draft: RequestDraft): string {
  return draft.interface === 'godot' ? httpClientCode(draft) : steamCode(draft);
}
