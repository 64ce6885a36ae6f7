/** Memory of bodies: how a request's body becomes ours. */
import { movedMemory } from '../../link/index.js';

/** Bodies from this size on are moved instead of copied, when they have their memory to themselves. */
const MOVED_BYTES = 16 * 1024 * 1024;

/** Memory that is the request's own from here on: a copy, or, of a large array that has its memory to itself, a move. */
export function takeOver(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return (body.length >= MOVED_BYTES ? movedMemory(body) : null) ?? new Uint8Array(body);
}
