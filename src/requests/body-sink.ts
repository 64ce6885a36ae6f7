/**
 * Where the body of a response goes, and who hears when all of it is there.
 *
 * A sink gets wire bytes of the body in order, in one of two ways, and decides how fast: pushed to it, or read straight
 * into room of its own. It knows nothing of connections and messages.
 */
import type { Mishap } from './mishaps.js';

/** What takes the body of one response, pushed to it. */
export interface BodyTaker {
  /**
   * Takes bytes. Returns false to stop reading until {@link BodyOwner.readOn}, or {@link makeRoom} returns true.
   *
   * @param lent - Whether the memory is the giver's again after the call.
   */
  push(bytes: Uint8Array, from: number, to: number, lent: boolean): boolean;
  /** The body is whole: the owner hears when it is delivered. */
  end(): void;
  /** The caller took something out. Returns whether to read on. */
  makeRoom(): boolean;
  /** Whether reading stands still because the caller does not take what is there. */
  readonly stalled: boolean;
  /** Nobody wants the rest. */
  abort(): void;
}

/** One that bytes can also be read into. */
export interface BodySink extends BodyTaker {
  /** Room to read up to `limit` bytes into, for those who can; null where bytes must be pushed. */
  room(limit: number): Uint8Array | null;
  /** So many bytes were read into the room. Returns what {@link push} returns. */
  filled(count: number): boolean;
}

/** Whose body it is. */
export interface BodyOwner {
  /** So many decoded bytes are there by now. */
  grew(size: number): void;
  /** All of it is there: buffered bodies hand themselves over. */
  delivered(body: string | Uint8Array<ArrayBuffer> | null): void;
  /** It cannot be delivered. */
  spoiled(mishap: Mishap): void;
  /** Reading may go on that a push had stopped. */
  readOn(): void;
}

/** The body of a response that nobody will see: of a redirect, on the way to its end. */
export const discardedBody: BodySink = {
  push: () => true,
  room: () => null,
  filled: () => true,
  end: () => undefined,
  makeRoom: () => true,
  stalled: false,
  abort: () => undefined,
};
