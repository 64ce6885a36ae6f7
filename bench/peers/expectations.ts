/** Checks of answers: a figure for requests that failed, or came back short, would be worth nothing. */

/** @throws Error for any status but a 2xx. */
export function expectSuccess(status: number): void {
  if (status < 200 || status > 299) throw new Error(`answered with status ${status}`);
}

/** @throws Error when the two differ. */
export function expectSize(received: number, expected: number): void {
  if (received !== expected) throw new Error(`received ${received} bytes of ${expected}`);
}
