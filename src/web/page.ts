/**
 * What a page, or a worker of one, says of itself. Every question has an answer where there is no page at all, so that
 * this runs anywhere that has `fetch`.
 */
interface Surroundings {
  readonly origin?: string;
  readonly navigator?: { readonly onLine?: boolean };
}

const surroundings = globalThis as Surroundings;

/** Scheme, host and port of the page; null for one that has no origin of its own, as a sandboxed frame or a local file. */
export function pageOrigin(): string | null {
  const { origin } = surroundings;
  return origin === undefined || origin === 'null' ? null : origin;
}

/** Whether the browser may reach a network. When it says no, it is right; when it says yes, it may be wrong. */
export function isOnline(): boolean {
  return surroundings.navigator?.onLine !== false;
}
