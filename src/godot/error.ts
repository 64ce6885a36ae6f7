/**
 * Godot's global `Error` numbers: what most methods of this room return.
 *
 * One closed list, in Godot's order, as an object of literal numbers and a union type of the same name. It knows
 * nothing of the classes that return them; a number's meaning for one method is documented at that method.
 */

/** Every `Error` of Godot 4. A method that returns `GodotError.OK` did what was asked. */
export const GodotError = Object.freeze({
  /** Success: the operation did what was asked. */
  OK: 0,
  /** Failed for a reason that has no number of its own. */
  FAILED: 1,
  /** What was asked is not available: not supported here, or not ready yet. */
  ERR_UNAVAILABLE: 2,
  /** The object was not set up: a client that was never connected, for example. */
  ERR_UNCONFIGURED: 3,
  /** Not authorized to do what was asked. */
  ERR_UNAUTHORIZED: 4,
  /** A parameter is outside its range. */
  ERR_PARAMETER_RANGE_ERROR: 5,
  /** There is not enough memory. */
  ERR_OUT_OF_MEMORY: 6,
  /** The file was not found. */
  ERR_FILE_NOT_FOUND: 7,
  /** The file is on a drive that cannot be used. */
  ERR_FILE_BAD_DRIVE: 8,
  /** The path of the file cannot be used. */
  ERR_FILE_BAD_PATH: 9,
  /** No permission for the file. */
  ERR_FILE_NO_PERMISSION: 10,
  /** The file is in use by someone else. */
  ERR_FILE_ALREADY_IN_USE: 11,
  /** The file cannot be opened. */
  ERR_FILE_CANT_OPEN: 12,
  /** The file cannot be written. */
  ERR_FILE_CANT_WRITE: 13,
  /** The file cannot be read. */
  ERR_FILE_CANT_READ: 14,
  /** The file is of no known kind. */
  ERR_FILE_UNRECOGNIZED: 15,
  /** The content of the file is damaged. */
  ERR_FILE_CORRUPT: 16,
  /** The file needs other files that are missing. */
  ERR_FILE_MISSING_DEPENDENCIES: 17,
  /** The end of the file, or of the stream, was reached. */
  ERR_FILE_EOF: 18,
  /** It cannot be opened. */
  ERR_CANT_OPEN: 19,
  /** It cannot be created. */
  ERR_CANT_CREATE: 20,
  /** The query failed. */
  ERR_QUERY_FAILED: 21,
  /** It is in use already. */
  ERR_ALREADY_IN_USE: 22,
  /** It is locked. */
  ERR_LOCKED: 23,
  /** The time for it ran out. */
  ERR_TIMEOUT: 24,
  /** The connection cannot be made. */
  ERR_CANT_CONNECT: 25,
  /** The host name cannot be resolved to an address. */
  ERR_CANT_RESOLVE: 26,
  /** The connection failed. */
  ERR_CONNECTION_ERROR: 27,
  /** A resource that is needed cannot be had. */
  ERR_CANT_ACQUIRE_RESOURCE: 28,
  /** A process cannot be started. */
  ERR_CANT_FORK: 29,
  /** The data is not valid. */
  ERR_INVALID_DATA: 30,
  /** A parameter is not valid. */
  ERR_INVALID_PARAMETER: 31,
  /** It exists already. */
  ERR_ALREADY_EXISTS: 32,
  /** It does not exist. */
  ERR_DOES_NOT_EXIST: 33,
  /** The database cannot be read. */
  ERR_DATABASE_CANT_READ: 34,
  /** The database cannot be written. */
  ERR_DATABASE_CANT_WRITE: 35,
  /** The compilation failed. */
  ERR_COMPILATION_FAILED: 36,
  /** There is no such method. */
  ERR_METHOD_NOT_FOUND: 37,
  /** The linking failed. */
  ERR_LINK_FAILED: 38,
  /** The script failed. */
  ERR_SCRIPT_FAILED: 39,
  /** Things refer to each other in a circle. */
  ERR_CYCLIC_LINK: 40,
  /** The declaration is not valid. */
  ERR_INVALID_DECLARATION: 41,
  /** The symbol is there twice. */
  ERR_DUPLICATE_SYMBOL: 42,
  /** The text cannot be parsed. */
  ERR_PARSE_ERROR: 43,
  /** It is busy with something else. */
  ERR_BUSY: 44,
  /** It was skipped. */
  ERR_SKIP: 45,
  /** Help was asked for (used inside the engine only). */
  ERR_HELP: 46,
  /** A fault in the implementation itself: please report it. */
  ERR_BUG: 47,
  /** The printer is on fire (Godot's easter egg, never returned). */
  ERR_PRINTER_ON_FIRE: 48,
} as const);

/** One of the numbers of {@link GodotError}. */
export type GodotError = (typeof GodotError)[keyof typeof GodotError];

const names: readonly string[] = Object.keys(GodotError);

/**
 * The name of an error number, for messages.
 *
 * @param code - A number of {@link GodotError}.
 * @returns Its name, such as `'ERR_INVALID_PARAMETER'` for 31, or `'UNKNOWN_ERROR_<code>'` for any other number.
 */
export function errorName(code: number): string {
  return names[code] ?? `UNKNOWN_ERROR_${code}`;
}
