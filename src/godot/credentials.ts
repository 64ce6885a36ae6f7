/**
 * What a platform gives X509Certificate and CryptoKey: reading and writing them, or nothing.
 *
 * The contract only. `#godot-platform/credentials.js` is node/credentials.ts or, in browsers, ../web/godot/credentials.ts.
 */
import { GodotError } from './error.js';
import type { Fault } from './fault.js';

/** A key that was parsed. */
export interface ParsedKey {
  readonly isPrivate: boolean;
  /** PKCS#8 in PEM; for a private key alone. */
  privatePem(): string;
  /** SPKI in PEM. */
  publicPem(): string;
}

export interface Credentials {
  /** The content of a file, one character for each byte. */
  readFile(path: string): { readonly content: string } | Fault;

  /**
   * Writes a file.
   *
   * @param secret - Whether its owner alone may read it, when it is new.
   * @returns What went wrong, or `null`.
   */
  writeFile(path: string, content: string, secret: boolean): Fault | null;

  /** Certificates as PEM, from PEM with one or several; with `der`, from a single one in DER, too. */
  parseCertificates(content: string, der: boolean): { readonly pem: string } | Fault;

  /** A key from PEM. @param publicOnly - Whether to take the public half alone. */
  parseKey(pem: string, publicOnly: boolean): ParsedKey | Fault;
}

/** The answer where there is nothing. */
export const noCredentials: Fault = {
  error: GodotError.ERR_UNAVAILABLE,
  message: 'browsers give pages no files, and check certificates by themselves: there is nothing to load or save here',
};
