/** What a method of a Godot class answers when it cannot do what was asked. */
import type { GodotError } from './error.js';

/** A failed attempt at something: the number to return and the sentence to warn with. */
export interface Fault {
  readonly error: GodotError;
  readonly message: string;
}

/** Tells a fault from what was asked for. */
export function isFault(outcome: object): outcome is Fault {
  return 'error' in outcome && 'message' in outcome;
}
