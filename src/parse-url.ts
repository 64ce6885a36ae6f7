/** Urls that may not be ones. */

/**
 * A url, absolute or relative to another one; null when it cannot be understood.
 *
 * Not with `URL.canParse`: once it is optimized, Node 20's denies every text with a Latin-1 letter beyond ASCII.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
