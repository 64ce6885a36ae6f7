/**
 * Godot's CryptoKey: a private key, or the public half of one.
 *
 * Keys are parsed when they are loaded, so what is kept is always valid. Files are read and written at once, on the
 * calling thread, as in Godot. Messages never quote a key. In browsers there is nothing to load or save. Knows no sockets.
 */
import { credentials } from '#godot-platform/credentials.js';
import { requireType } from './argument-types.js';
import { noCredentials, type ParsedKey } from './credentials.js';
import { GodotError } from './error.js';
import { isFault, type Fault } from './fault.js';
import { WarnOnce } from './warn-once.js';

export class CryptoKey {
  readonly #warnings = new WarnOnce('CryptoKey');
  #key: ParsedKey | null = null;

  /** Whether there is no private key here: only a public one, or none at all. */
  is_public_only(): boolean {
    return this.#key?.isPrivate !== true;
  }

  /**
   * Loads a key from a PEM file.
   *
   * @param path - A path of the file system.
   * @param public_only - Whether to take the public half alone; the file may then have just that.
   * @returns `OK`; else nothing has changed and a warning says why: `ERR_FILE_NOT_FOUND`, `ERR_FILE_NO_PERMISSION`,
   *   `ERR_FILE_BAD_PATH` or `ERR_FILE_CANT_READ` for a file that cannot be read, `ERR_PARSE_ERROR` for one without the
   *   key that was asked for, `ERR_UNAUTHORIZED` for a key that is protected by a password; in browsers `ERR_UNAVAILABLE`.
   * @throws TypeError for arguments of the wrong type.
   */
  load(path: string, public_only = false): GodotError {
    requireType('CryptoKey.load', 'path', path, 'string');
    requireType('CryptoKey.load', 'public_only', public_only, 'boolean');
    if (credentials === null) return this.#refuse('load', noCredentials);
    const file = credentials.readFile(path);
    return this.#accept('load', isFault(file) ? file : credentials.parseKey(file.content, public_only));
  }

  /**
   * Loads a key from PEM text (PKCS#8, PKCS#1 or SEC1; SPKI for a public one).
   *
   * @param string_key - The text.
   * @param public_only - Whether to take the public half alone; the text may then have just that.
   * @returns As for {@link load}, without the errors of files.
   * @throws TypeError for arguments of the wrong type.
   */
  load_from_string(string_key: string, public_only = false): GodotError {
    requireType('CryptoKey.load_from_string', 'string_key', string_key, 'string');
    requireType('CryptoKey.load_from_string', 'public_only', public_only, 'boolean');
    return this.#accept('load_from_string', credentials?.parseKey(string_key, public_only) ?? noCredentials);
  }

  /**
   * Saves the key to a file, as PEM. A private key's file can be read by its owner alone, when the file is new.
   *
   * @param path - A path of the file system.
   * @param public_only - Whether to save the public half alone.
   * @returns `OK`; `ERR_UNCONFIGURED` when there is no such key; `ERR_FILE_NO_PERMISSION`, `ERR_FILE_BAD_PATH`,
   *   `ERR_FILE_NOT_FOUND` (no such folder) or `ERR_FILE_CANT_WRITE` for a file that cannot be written; in browsers
   *   `ERR_UNAVAILABLE`; with a warning.
   * @throws TypeError for arguments of the wrong type.
   */
  save(path: string, public_only = false): GodotError {
    requireType('CryptoKey.save', 'path', path, 'string');
    requireType('CryptoKey.save', 'public_only', public_only, 'boolean');
    if (credentials === null) return this.#refuse('save', noCredentials);
    const pem = this.#export('save', public_only);
    if (pem === '') return GodotError.ERR_UNCONFIGURED;
    const fault = credentials.writeFile(path, pem, !public_only && !this.is_public_only());
    if (fault !== null) return this.#refuse('save', fault);
    this.#warnings.clear('save');
    return GodotError.OK;
  }

  /**
   * The key as PEM: PKCS#8, or SPKI for a public one.
   *
   * @param public_only - Whether to give the public half alone.
   * @returns The text; `''` with a warning when there is no such key.
   * @throws TypeError when `public_only` is no boolean.
   */
  save_to_string(public_only = false): string {
    requireType('CryptoKey.save_to_string', 'public_only', public_only, 'boolean');
    const pem = this.#export('save_to_string', public_only);
    if (pem !== '') this.#warnings.clear('save_to_string');
    return pem;
  }

  #export(method: string, publicOnly: boolean): string {
    const key = this.#key;
    if (key === null || (!publicOnly && !key.isPrivate)) {
      const missing = key === null ? 'no key was loaded' : 'only the public half was loaded; pass public_only = true';
      this.#warnings.warn(method, missing);
      return '';
    }
    return publicOnly ? key.publicPem() : key.privatePem();
  }

  #accept(method: string, parsed: ParsedKey | Fault): GodotError {
    if (isFault(parsed)) return this.#refuse(method, parsed);
    this.#key = parsed;
    this.#warnings.clear(method);
    return GodotError.OK;
  }

  #refuse(method: string, { error, message }: Fault): GodotError {
    this.#warnings.warn(method, message);
    return error;
  }
}
