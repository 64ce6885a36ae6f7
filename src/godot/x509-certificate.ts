/**
 * Godot's X509Certificate: one certificate or several, in the order of the file, to trust or to show.
 *
 * Certificates are parsed when they are loaded, so what is kept is always valid. Files are read and written at once, on
 * the calling thread, as in Godot: load before the frames begin. Knows no sockets.
 */
import { X509Certificate as ParsedCertificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { requireType } from './argument-types.js';
import { GodotError } from './error.js';
import { fileFault, type Fault } from './file-error.js';
import { pemBlocks } from './pem.js';
import { WarnOnce } from './warn-once.js';

export class X509Certificate {
  readonly #warnings = new WarnOnce('X509Certificate');
  #pem = '';

  /**
   * Loads certificates from a file: PEM with one or several, or a single one in DER.
   *
   * @param path - A path of the file system.
   * @returns `OK`; else nothing has changed and a warning says why: `ERR_FILE_NOT_FOUND`, `ERR_FILE_NO_PERMISSION`,
   *   `ERR_FILE_BAD_PATH` or `ERR_FILE_CANT_READ` for a file that cannot be read, `ERR_PARSE_ERROR` for one that has no
   *   certificate in it, or one that does not parse.
   * @throws TypeError when `path` is no string.
   */
  load(path: string): GodotError {
    requireType('X509Certificate.load', 'path', path, 'string');
    let content: Buffer;
    try {
      content = readFileSync(path);
    } catch (error) {
      return this.#refuse('load', fileFault(error, 'read', path));
    }
    const text = content.toString('latin1');
    return this.#accept('load', text.includes('-----BEGIN ') ? parsePem(text) : parseOne(content, 'the file'));
  }

  /**
   * Loads certificates from PEM text, one or several. Text around them, and blocks that are no certificates, are skipped.
   *
   * @returns `OK`, or `ERR_PARSE_ERROR` with a warning when there is none in it or one of them does not parse; nothing
   *   has changed then.
   * @throws TypeError when `string` is no string.
   */
  load_from_string(string: string): GodotError {
    requireType('X509Certificate.load_from_string', 'string', string, 'string');
    return this.#accept('load_from_string', parsePem(string));
  }

  /**
   * Saves the certificates to a file, as PEM.
   *
   * @returns `OK`; `ERR_UNCONFIGURED` when none were loaded; `ERR_FILE_NO_PERMISSION`, `ERR_FILE_BAD_PATH`,
   *   `ERR_FILE_NOT_FOUND` (no such folder) or `ERR_FILE_CANT_WRITE` for a file that cannot be written; with a warning.
   * @throws TypeError when `path` is no string.
   */
  save(path: string): GodotError {
    requireType('X509Certificate.save', 'path', path, 'string');
    if (this.#pem === '') {
      return this.#refuse('save', { error: GodotError.ERR_UNCONFIGURED, message: 'there is no certificate to save' });
    }
    try {
      writeFileSync(path, this.#pem);
    } catch (error) {
      return this.#refuse('save', fileFault(error, 'write', path));
    }
    this.#warnings.clear('save');
    return GodotError.OK;
  }

  /** The certificates as PEM, in the order loaded; `''` before any were. */
  save_to_string(): string {
    return this.#pem;
  }

  #accept(method: string, parsed: string | Fault): GodotError {
    if (typeof parsed !== 'string') return this.#refuse(method, parsed);
    this.#warnings.clear(method);
    this.#pem = parsed;
    return GodotError.OK;
  }

  #refuse(method: string, { error, message }: Fault): GodotError {
    this.#warnings.warn(method, message);
    return error;
  }
}

const certificateLabels: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE']);

function parsePem(text: string): string | Fault {
  const blocks = pemBlocks(text);
  if (typeof blocks === 'string') return { error: GodotError.ERR_PARSE_ERROR, message: blocks };
  const certificates = blocks.filter(({ label }) => certificateLabels.has(label));
  if (certificates.length === 0) {
    const message = 'there is no certificate in it: PEM text with a line "-----BEGIN CERTIFICATE-----" is needed';
    return { error: GodotError.ERR_PARSE_ERROR, message };
  }
  let pem = '';
  for (const [index, block] of certificates.entries()) {
    const parsed = parseOne(block.text, `certificate ${index + 1} of ${certificates.length}`);
    if (typeof parsed !== 'string') return parsed;
    pem += parsed;
  }
  return pem;
}

function parseOne(certificate: string | Buffer, what: string): string | Fault {
  try {
    return new ParsedCertificate(certificate).toString();
  } catch (error) {
    const message = `${what} is no valid X.509 certificate (${(error as Error).message})`;
    return { error: GodotError.ERR_PARSE_ERROR, message };
  }
}
