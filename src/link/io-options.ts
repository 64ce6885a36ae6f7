/** How the process does its network work, as the program chose it. The same on every platform; who acts on it differs. */

/** How the process does its network work. */
export interface IoOptions {
  /**
   * Whether network work runs on a thread of its own. Without it everything works but blocking mode, and only while the
   * program yields to the event loop. In browsers it makes no difference: the browser decides.
   * @default true
   */
  readonly ioThread: boolean;
}

let chosen: IoOptions = { ioThread: true };

/**
 * Chooses how the process does its network work. Connections that are open keep what they have.
 *
 * @throws TypeError for an unknown option or a value of the wrong type, naming it.
 */
export function configureIo(options: Partial<IoOptions>): void {
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'ioThread') throw new TypeError(`configureIo: there is no option "${name}"; known: ioThread`);
    if (typeof value !== 'boolean') throw new TypeError(`configureIo: ioThread must be true or false`);
  }
  chosen = { ...chosen, ...options };
}

/** What is chosen. */
export function ioOptions(): IoOptions {
  return chosen;
}
