/**
 * The shared memory of one stream: who writes what, and in which order.
 *
 *     byte    what      written by      meaning
 *     0       SEQUENCE  I/O thread      grows by one after every change below; compare, never reset
 *     4       STATE     I/O thread      a StreamState
 *     8       SENT      I/O thread      bytes given to the kernel so far, modulo 2^32
 *     12      STALLED   both            1: the thread stopped reading because the ring is full and waits for RESUME
 *     16      ANNOUNCED both            a request's body: 1 from the event that told of new bytes to the caller's next look
 *     20      RELEASED  I/O thread      1: the stream is closed and nothing can write here any more; the memory is free
 *     64      HEAD      I/O thread      bytes ever put into this ring, modulo 2^32
 *     68      SEALED    I/O thread      1: HEAD is final, the bytes go on in the next ring (it came as an event before)
 *     128     TAIL      caller          bytes ever taken out of this ring, modulo 2^32
 *     192...  data      I/O thread      capacity bytes, a power of two; byte n stands at n modulo capacity
 *
 * The writer stores data first and its counter after it; the reader loads the counter first and data after it. STATE is
 * stored after the last HEAD it speaks of, so a reader loads STATE before HEAD: what arrived before an end is never lost.
 * A ring that replaces a smaller one has the same layout; only the first one's control words (0-15) are used.
 */

export const SEQUENCE = 0;
export const STATE = 1;
export const SENT = 2;
export const STALLED = 3;
export const ANNOUNCED = 4;
export const RELEASED = 5;
export const HEAD = 16;
export const SEALED = 17;
export const TAIL = 32;

/** Where the data begins, in bytes. */
export const DATA_OFFSET = 192;

/** How many 32-bit words stand before it. */
export const CONTROL_WORDS = DATA_OFFSET / 4;

/** A stream's first ring: enough for a few frames of small answers. */
export const FIRST_CAPACITY = 256 * 1024;

/** The largest ring, unless the program wants another: 8 MiB drained once a frame at 60 Hz is 500 MB/s. */
export const LAST_CAPACITY = 8 * 1024 * 1024;

/** Each ring that replaces a full one is this many times larger. */
export const GROWTH = 4;

/** What a stream is doing, as the I/O thread sees it. Numbers from OPEN on mean that it has been connected. */
export const StreamState = {
  RESOLVING: 0,
  CONNECTING: 1,
  CANT_RESOLVE: 2,
  CANT_CONNECT: 3,
  TLS_FAILED: 4,
  OPEN: 5,
  /** The peer sent FIN; everything it sent before is in the ring. */
  ENDED: 6,
  /** The connection broke; everything that arrived before is in the ring. */
  FAILED: 7,
} as const;
export type StreamState = (typeof StreamState)[keyof typeof StreamState];

/** Whether nothing more will come: the connection ended, broke, or was never made. */
export function isOver(state: StreamState): boolean {
  return state !== StreamState.OPEN && state > StreamState.CONNECTING;
}

/** Memory that both ends use: shared where they may be two threads, plain where there is only one. */
export type CommonMemory = SharedArrayBuffer | ArrayBuffer;

// Pages have no shared memory unless they are isolated from other origins; there both ends are on one thread.
const Memory = typeof SharedArrayBuffer === 'undefined' ? ArrayBuffer : SharedArrayBuffer;

/** Allocates memory for both ends, zeroed. */
export function allocateMemory(bytes: number): CommonMemory {
  return new Memory(bytes);
}

/** Allocates the memory of a ring. */
export function allocateRing(capacity: number): CommonMemory {
  return allocateMemory(DATA_OFFSET + capacity);
}
