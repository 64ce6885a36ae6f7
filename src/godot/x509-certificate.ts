/**
 * Godot's X509Certificate: one certificate or several, in the order of the file, to trust or to show.
 *
 * Certificates are parsed when they are loaded, so what is kept is always valid. Files are read and written at once, on
 * the calling thread, as in Godot: load before the frames begin. In browsers there is nothing to load or save. Knows no
 * sockets.
 */
import { credentials } from '#godot-platform/credentials.js';
import { requireType } from './argument-types.js';
import { noCredentials } from './credentials.js';
import { GodotError } from './error.js';
import { isFault, type Fault } from './fault.js';
import { WarnOnce } from './warn-once.js';

/** One or several certificates: what to trust, or what a server shows. Empty until something is loaded. */
export class X509Certificate {
  readonly #warnings = new WarnOnce('X509Certificate');
  #pem = '';

  /**
   * Loads certificates from a file: PEM with one or several, or a single one in DER.
   *
   * @param path - A path of the file system.
   * @returns `OK`; else nothing has changed and a warning says why: `ERR_FILE_NOT_FOUND`, `ERR_FILE_NO_PERMISSION`,
   *   `ERR_FILE_BAD_PATH` or `ERR_FILE_CANT_READ` for a file that cannot be read, `ERR_PARSE_ERROR` for one that has no
   *   certificate in it, or one that does not parse; in browsers `ERR_UNAVAILABLE`.
   * @throws TypeError when `path` is no string.
   */
  load(path: string): GodotError {
    requireType('X509Certificate.load', 'path', path, 'string');
    if (credentials === null) return this.#refuse('load', noCredentials);
    const file = credentials.readFile(path);
    return this.#accept('load', isFault(file) ? file : credentials.parseCertificates(file.content, true));
  }

  /**
   * Loads certificates from PEM text, one or several. Text around them, and blocks that are no certificates, are skipped.
   *
   * @returns `OK`, or `ERR_PARSE_ERROR` with a warning when there is none in it or one of them does not parse; in browsers
   *   `ERR_UNAVAILABLE`. Nothing has changed then.
   * @throws TypeError when `string` is no string.
   */
  load_from_string(string: string): GodotError {
    requireType('X509Certificate.load_from_string', 'string', string, 'string');
    return this.#accept('load_from_string', credentials?.parseCertificates(string, false) ?? noCredentials);
  }

  /**
   * Saves the certificates to a file, as PEM.
   *
   * @returns `OK`; `ERR_UNCONFIGURED` when none were loaded; `ERR_FILE_NO_PERMISSION`, `ERR_FILE_BAD_PATH`,
   *   `ERR_FILE_NOT_FOUND` (no such folder) or `ERR_FILE_CANT_WRITE` for a file that cannot be written; in browsers
   *   `ERR_UNAVAILABLE`; with a warning.
   * @throws TypeError when `path` is no string.
   */
  save(path: string): GodotError {
    requireType('X509Certificate.save', 'path', path, 'string');
    if (credentials === null) return this.#refuse('save', noCredentials);
    if (this.#pem === '') {
      return this.#refuse('save', { error: GodotError.ERR_UNCONFIGURED, message: 'there is no certificate to save' });
    }
    const fault = credentials.writeFile(path, this.#pem, false);
    if (fault !== null) return this.#refuse('save', fault);
    this.#warnings.clear('save');
    return GodotError.OK;
  }

  /** The certificates as PEM, in the order loaded; `''` before any were. */
  save_to_string(): string {
    return this.#pem;
  }

  #accept(method: string, parsed: { readonly pem: string } | Fault): GodotError {
    if (isFault(parsed)) return this.#refuse(method, parsed);
    this.#warnings.clear(method);
    this.#pem = parsed.pem;
    return GodotError.OK;
  }

  #refuse(method: string, { error, message }: Fault): GodotError {
    this.#warnings.warn(method, message);
    return error;
  }
}
