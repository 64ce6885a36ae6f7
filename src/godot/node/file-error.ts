/**
 * What went wrong with a file, as a `GodotError` and a sentence.
 */
import { GodotError } from '../error.js';
import type { Fault } from '../fault.js';

const known: Readonly<Record<string, GodotError>> = {
  ENOENT: GodotError.ERR_FILE_NOT_FOUND,
  ENOTDIR: GodotError.ERR_FILE_BAD_PATH,
  EISDIR: GodotError.ERR_FILE_BAD_PATH,
  ENAMETOOLONG: GodotError.ERR_FILE_BAD_PATH,
  ERR_INVALID_ARG_VALUE: GodotError.ERR_FILE_BAD_PATH,
  EACCES: GodotError.ERR_FILE_NO_PERMISSION,
  EPERM: GodotError.ERR_FILE_NO_PERMISSION,
  EROFS: GodotError.ERR_FILE_NO_PERMISSION,
};

/** Describes a failed system call of `node:fs` for the file at `path`. */
export function fileFault(error: unknown, doing: 'read' | 'write', path: string): Fault {
  const code = (error as NodeJS.ErrnoException).code ?? 'EIO';
  const otherwise = doing === 'read' ? GodotError.ERR_FILE_CANT_READ : GodotError.ERR_FILE_CANT_WRITE;
  return { error: known[code] ?? otherwise, message: `cannot ${doing} the file ${JSON.stringify(path)} (${code})` };
}
