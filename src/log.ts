/**
 * The one place warnings go through.
 *
 * Every room may report here; nothing else prints. A program replaces the logger with {@link set_logger}; by default a
 * warning is one `console.warn` line.
 */

/** One warning: which public method or room speaks, and a sentence a user can act on. */
export interface LogEntry {
  /** What the warning is about, such as `HTTPClient.connect_to_host`. */
  readonly source: string;
  /** One sentence: what was asked, what happened, what to do. */
  readonly message: string;
}

/** Receives each warning. What it throws is ignored: a broken logger must not break a request. */
export type Logger = (entry: LogEntry) => void;

const toConsole: Logger = ({ source, message }) => {
  console.warn(`${source}: ${message}`);
};

let current: Logger | null = toConsole;

/**
 * Replaces where warnings go, for the whole process.
 *
 * @param logger - Called with each warning, or `null` for silence.
 * @throws TypeError when `logger` is neither a function nor `null`.
 */
export function set_logger(logger: Logger | null): void {
  if (logger !== null && typeof logger !== 'function') {
    throw new TypeError('set_logger takes a function ({ source, message }) => void, or null for silence');
  }
  current = logger;
}

/** Reports one warning to the logger in force. */
export function warn(source: string, message: string): void {
  try {
    current?.({ source, message });
  } catch {
    // A logger that throws is the program's own bug and must not turn a warning into a failed request.
  }
}
