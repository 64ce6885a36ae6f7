/**
 * Godot's CryptoKey: a private key, or the public half of one.
 *
 * Keys are parsed when they are loaded, so what is kept is always valid. Files are read and written at once, on the
 * calling thread, as in Godot. Messages never quote a key. Knows no sockets.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { requireType } from './argument-types.js';
import { GodotError } from './error.js';
import { fileFault, type Fault } from './file-error.js';
import { WarnOnce } from './warn-once.js';

export class CryptoKey {
  readonly #warnings = new WarnOnce('CryptoKey');
  #key: KeyObject | null = null;

  /** Whether there is no private key here: only a public one, or none at all. */
  is_public_only(): boolean {
    return this.#key?.type !== 'private';
  }

  /**
   * Loads a key from a PEM file.
   *
   * @param path - A path of the file system.
   * @param public_only - Whether to take the public half alone; the file may then have just that.
   * @returns `OK`; else nothing has changed and a warning says why: `ERR_FILE_NOT_FOUND`, `ERR_FILE_NO_PERMISSION`,
   *   `ERR_FILE_BAD_PATH` or `ERR_FILE_CANT_READ` for a file that cannot be read, `ERR_PARSE_ERROR` for one without the
   *   key that was asked for, `ERR_UNAUTHORIZED` for a key that is protected by a password.
   * @throws TypeError for arguments of the wrong type.
   */
  load(path: string, public_only = false): GodotError {
    requireType('CryptoKey.load', 'path', path, 'string');
    requireType('CryptoKey.load', 'public_only', public_only, 'boolean');
    let content: string;
    try {
      content = readFileSync(path, 'latin1');
    } catch (error) {
      return this.#refuse('load', fileFault(error, 'read', path));
    }
    return this.#accept('load', content, public_only);
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
    return this.#accept('load_from_string', string_key, public_only);
  }

  /**
   * Saves the key to a file, as PEM. A private key's file can be read by its owner alone, when the file is new.
   *
   * @param path - A path of the file system.
   * @param public_only - Whether to save the public half alone.
   * @returns `OK`; `ERR_UNCONFIGURED` when there is no such key; `ERR_FILE_NO_PERMISSION`, `ERR_FILE_BAD_PATH`,
   *   `ERR_FILE_NOT_FOUND` (no such folder) or `ERR_FILE_CANT_WRITE` for a file that cannot be written; with a warning.
   * @throws TypeError for arguments of the wrong type.
   */
  save(path: string, public_only = false): GodotError {
    requireType('CryptoKey.save', 'path', path, 'string');
    const pem = this.#export('save', public_only);
    if (pem === '') return GodotError.ERR_UNCONFIGURED;
    try {
      writeFileSync(path, pem, { mode: public_only || this.is_public_only() ? 0o644 : 0o600 });
    } catch (error) {
      return this.#refuse('save', fileFault(error, 'write', path));
    }
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
    const pem = this.#export('save_to_string', public_only);
    if (pem !== '') this.#warnings.clear('save_to_string');
    return pem;
  }

  #export(method: string, publicOnly: boolean): string {
    requireType(`CryptoKey.${method}`, 'public_only', publicOnly, 'boolean');
    const key = this.#key;
    if (key === null || (!publicOnly && key.type !== 'private')) {
      const missing = key === null ? 'no key was loaded' : 'only the public half was loaded; pass public_only = true';
      this.#warnings.warn(method, missing);
      return '';
    }
    if (!publicOnly) return key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const publicKey = key.type === 'public' ? key : createPublicKey(key);
    return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  #accept(method: string, pem: string, publicOnly: boolean): GodotError {
    try {
      this.#key = publicOnly ? createPublicKey(pem) : createPrivateKey(pem);
    } catch {
      return this.#refuse(method, keyFault(pem, publicOnly));
    }
    this.#warnings.clear(method);
    return GodotError.OK;
  }

  #refuse(method: string, { error, message }: Fault): GodotError {
    this.#warnings.warn(method, message);
    return error;
  }
}

/** In PKCS#8 a protected key says so in its first line, in the older forms in a header (RFC 1421). */
const protectedMark = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m;

function keyFault(pem: string, publicOnly: boolean): Fault {
  if (protectedMark.test(pem)) {
    const message = 'the key is protected by a password; decrypt it first (openssl pkey -in … -out …)';
    return { error: GodotError.ERR_UNAUTHORIZED, message };
  }
  const kind = publicOnly ? 'public' : 'private';
  return { error: GodotError.ERR_PARSE_ERROR, message: `there is no valid ${kind} key in PEM in it` };
}
