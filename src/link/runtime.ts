/**
 * What the other runtimes that offer Node's modules do differently, where this library has to go another way for it: a
 * name for each difference, asked for once. Seen with the versions that docs/runtimes.md names; what cannot be gone
 * around stands there too.
 */
const { bun, deno } = process.versions;

/**
 * Deno: a message port that had a listener goes on taking messages after that was removed, and nobody gets them.
 */
export const portsOutliveListeners = deno !== undefined;

/**
 * Deno: a TLS socket that was told to stop reading goes on decrypting; it gives out more than `onread` has room for, and
 * may forget the end of the connection.
 */
export const tlsSocketsCannotStop = deno !== undefined;

/** Deno: a certificate that has expired or is not valid yet is reported as one of an unknown authority. */
export const tlsHidesDates = deno !== undefined;

/** Bun: TLS over a socket does not get what was put back into that socket to be read again. */
export const tlsForgetsUnread = bun !== undefined;
